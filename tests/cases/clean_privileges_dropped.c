/*
 * A daemon becomes another user and forks its workers. (Where that user
 * may not read the library its loader says so of each exec: then there is none.)
 */
#include "case.h"

#include <grp.h>

/* The first library that is preloaded; natively there is none. */
static int may_read_library(void)
{
	char path[4096];
	const char *preload = getenv("LD_PRELOAD");

	if (!preload)
		return 1;
	snprintf(path, sizeof(path), "%.*s", (int)strcspn(preload, ": "), preload);
	return access(path, R_OK) == 0;
}

int main(void)
{
	pid_t pid;
	int fd;

	if (geteuid() != 0)
		return STATUS_SKIPPED;
	CHECK(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0);
	fd = open("/dev/null", O_RDWR);
	CHECK(fd >= 0 && close(fd) == 0);
	for (int i = 0; i < 2; i++) {
		pid = fork();
		if (pid == 0) {
			fd = open("/dev/null", O_RDWR);
			CHECK(fd >= 0 && close(fd) == 0);
			if (i == 1 && may_read_library())
				execlp("true", "true", NULL);
			_exit(0);
		}
		check_child(pid, 0);
	}
	return 0;
}

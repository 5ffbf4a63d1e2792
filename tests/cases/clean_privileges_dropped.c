/*
 * A daemon becomes another user and forks its workers.
 */
#include "case.h"

#include <grp.h>

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
			if (i == 1)
				execlp("true", "true", NULL);
			_exit(0);
		}
		check_child(pid, 0);
	}
	return 0;
}

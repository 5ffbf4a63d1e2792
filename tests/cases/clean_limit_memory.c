/*
 * Hardly any address space is left: opens and closes go on, and so do forks.
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit limit = { 0, RLIM_INFINITY };
	long pages;
	pid_t pid;
	FILE *file = fopen("/proc/self/statm", "r");

	CHECK(file && fscanf(file, "%ld", &pages) == 1 && fclose(file) == 0);
	limit.rlim_cur = pages * sysconf(_SC_PAGESIZE) + 65536;
	CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
	for (int i = 0; i < 50; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	pid = fork();
	if (pid == 0) {
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}

/*
 * What belongs to the program and not to a tool: errno, random numbers, signal
 * mask and handlers, directory, umask, limits, alarm, name, number of threads.
 */
#include "case.h"

#include <dirent.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void print_signals(void)
{
	struct sigaction action;
	sigset_t set;

	CHECK(sigprocmask(SIG_SETMASK, NULL, &set) == 0);
	for (int number = 1; number < NSIG; number++) {
		if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
			printf("signal %d is handled\n", number);
		if (sigismember(&set, number) == 1)
			printf("signal %d is blocked\n", number);
	}
}

static void print_tasks(void)
{
	DIR *dir = opendir("/proc/self/task");
	int count = 0;

	CHECK(dir);
	while (readdir(dir))
		count++;
	CHECK(closedir(dir) == 0);
	printf("tasks %d\n", count - 2);
}

int main(void)
{
	struct rlimit limit;
	char name[16];

	for (int i = 0; i < RLIMIT_NLIMITS; i++)
		if (getrlimit(i, &limit) == 0)
			printf("limit %d: %ld %ld\n", i, (long)limit.rlim_cur, (long)limit.rlim_max);
	errno = 4711;
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	printf("errno %d\n", errno);
	printf("random %ld %d\n", random(), rand());
	print_signals();
	print_tasks();
	printf("umask %o alarm %u\n", umask(077), alarm(0));
	CHECK(prctl(PR_GET_NAME, name) == 0);
	printf("name %s dumpable %d\n", name, prctl(PR_GET_DUMPABLE));
	return 0;
}

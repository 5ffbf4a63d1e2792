/*
 * Children that are killed at any moment after the fork, also while their
 * ledger is being made: the parent, which notes how they ended, goes on.
 */
#include "case.h"

#include <signal.h>
#include <time.h>

#define CHILDREN 400

static void pass(long ns)
{
	struct timespec now, until;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
	until.tv_nsec += ns;
	do
		CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	while ((now.tv_sec - until.tv_sec) * 1000000000L + now.tv_nsec - until.tv_nsec < 0);
}

int main(void)
{
	int fd = open("/dev/null", O_RDONLY), status;
	pid_t pid;

	for (int i = 0; i < CHILDREN; i++) {
		pid = fork();
		if (pid == 0) {
			close(fd);
			for (;;)
				pause();
		}
		CHECK(pid > 0);
		pass(i * 2000L);
		CHECK(kill(pid, SIGKILL) == 0);
		CHECK(waitpid(pid, &status, 0) == pid);
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	CHECK(close(fd) == 0);
	return 0;
}

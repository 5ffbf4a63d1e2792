/*
 * Tasks that share our memory and have descriptors of their own, beside us and
 * before us: what they open and close is not ours. Nothing of it is counted.
 *
 * stats: opens=5 closes=5
 */
#include "case.h"

#include <sched.h>
#include <signal.h>

static char stack[64 << 10] __attribute__((aligned(16)));
static int fd;
static volatile int opened, go_on;

static int own_business(void *arg)
{
	(void)arg;
	if (close(fd) != 0 || open("/dev/null", O_RDONLY) != fd)
		return 8;
	opened = 1;
	while (!go_on)
		sched_yield();
	return open("/dev/null", O_RDONLY) == fd + 1 ? 7 : 9;
}

static void run(int flags)
{
	pid_t pid;

	fd = open("/dev/null", O_RDONLY);
	opened = 0;
	go_on = flags & CLONE_VFORK;
	pid = clone(own_business, stack + sizeof(stack), flags | SIGCHLD, NULL);
	CHECK(pid > 0);
	while (!opened)
		sched_yield();
	/* Ours is recorded while they are at it. */
	if (!(flags & CLONE_VFORK))
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	go_on = 1;
	check_child(pid, 7);
	CHECK(close(fd) == 0);
}

int main(void)
{
	run(CLONE_VM);
	run(CLONE_VM | CLONE_VFORK);
	run(CLONE_VM);
	return 0;
}

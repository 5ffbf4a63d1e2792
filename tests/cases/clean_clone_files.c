/*
 * A child with memory of its own that shares our descriptors: it closes ours
 * and opens one, which we close.
 */
#include "case.h"

#include <sched.h>
#include <signal.h>

static char stack[64 << 10] __attribute__((aligned(16)));
static int fd;

static int child(void *arg)
{
	(void)arg;
	return close(fd) == 0 && open("/dev/null", O_RDONLY) == fd ? 7 : 8;
}

int main(void)
{
	fd = open("/dev/null", O_RDONLY);
	check_child(clone(child, stack + sizeof(stack), CLONE_FILES | SIGCHLD, NULL), 7);
	CHECK(close(fd) == 0);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

/*
 * A child made by clone that shares nothing is a child as by fork: it answers
 * for what it opens, its parent for what it inherited.
 *
 * expect: leak in=child opened=open@child:OPENED
 * process: root exit 0
 * process: child exit 7
 */
#include "case.h"

#include <sched.h>
#include <signal.h>

static char stack[64 << 10] __attribute__((aligned(16)));
static int fd;

static int child(void *arg)
{
	return open(arg, O_RDONLY) >= 0 && close(fd) == 0 ? 7 : 8; /* OPENED */
}

int main(void)
{
	fd = open("/dev/null", O_RDONLY);
	check_child(clone(child, stack + sizeof(stack), SIGCHLD, (void *)"/dev/null"), 7);
	CHECK(close(fd) == 0);
	return 0;
}

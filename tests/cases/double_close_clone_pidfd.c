/*
 * clone's CLONE_PIDFD, by libc's function and by either system call: the descriptor of
 * the child comes through an argument, and stays when the child is gone. One of each is
 * closed twice, one never.
 *
 * expect: double-close object=pidfd
 *     at=close@main:AT_FUNCTION closed=close@main:CLOSED_FUNCTION opened=clone@by_function:FUNCTION
 * expect: double-close object=pidfd
 *     at=close@main:AT_CLONE closed=close@main:CLOSED_CLONE opened=syscall@by_clone:CLONE
 * expect: double-close object=pidfd
 *     at=close@main:AT_CLONE3 closed=close@main:CLOSED_CLONE3 opened=syscall@by_clone3:CLONE3
 * expect: leak object=pidfd opened=clone@by_function:FUNCTION<main:MAIN_FUNCTION
 * expect: leak object=pidfd opened=syscall@by_clone:CLONE<main:MAIN_CLONE
 * expect: leak object=pidfd opened=syscall@by_clone3:CLONE3<main:MAIN_CLONE3
 */
#include "case.h"

#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>

static char stack[64 << 10] __attribute__((aligned(16)));

static int ends(void *unused)
{
	(void)unused;
	return 7;
}

__attribute__((noinline)) static int by_function(void)
{
	int fd = -1;
	pid_t pid = clone(ends, stack + sizeof(stack), CLONE_PIDFD | SIGCHLD, NULL, &fd); /* FUNCTION */

	check_child(pid, 7);
	CHECK(fd > 2);
	return fd;
}

__attribute__((noinline)) static int by_clone(void)
{
	int fd = -1;
	long pid = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, NULL, &fd, NULL, NULL); /* CLONE */

	if (pid == 0)
		_exit(7);
	check_child((pid_t)pid, 7);
	CHECK(fd > 2);
	return fd;
}

__attribute__((noinline)) static int by_clone3(void)
{
	int fd = -1;
	struct clone_args args = {
		.flags = CLONE_PIDFD, .pidfd = (uintptr_t)&fd, .exit_signal = SIGCHLD,
	};
	long pid = syscall(SYS_clone3, &args, sizeof(args)); /* CLONE3 */

	if (pid == 0)
		_exit(7);
	check_child((pid_t)pid, 7);
	CHECK(fd > 2);
	return fd;
}

int main(void)
{
	int fd = by_function();

	CHECK(close(fd) == 0); /* CLOSED_FUNCTION */
	CHECK_EBADF(close(fd)); /* AT_FUNCTION */
	fd = by_clone();
	CHECK(close(fd) == 0); /* CLOSED_CLONE */
	CHECK_EBADF(close(fd)); /* AT_CLONE */
	fd = by_clone3();
	CHECK(close(fd) == 0); /* CLOSED_CLONE3 */
	CHECK_EBADF(close(fd)); /* AT_CLONE3 */
	by_function(); /* MAIN_FUNCTION */
	by_clone(); /* MAIN_CLONE */
	by_clone3(); /* MAIN_CLONE3 */
	return 0;
}

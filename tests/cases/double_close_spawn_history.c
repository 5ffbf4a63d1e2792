/*
 * A program begun by posix_spawn inherits two numbers. One is what it is in the
 * parent: the stack that opened it there is shown. The other was put in its place
 * by a file action: who opened that is not known, and nothing is made up.
 *
 * expect: double-close in=child fd=30 object=pipe at=close@closes:AT closed=close@closes:CLOSED
 *     opened=fcntl@main:OPENED
 * expect: double-close in=child fd=31 object=pipe at=close@closes:AT closed=close@closes:CLOSED
 *     opened=-
 */
#include "case.h"

#include <spawn.h>

static __attribute__((noinline)) void closes(int fd)
{
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
}

int main(int argc, char **argv)
{
	char *args[] = { argv[0], (char *)"again", NULL };
	posix_spawn_file_actions_t actions;
	int a[2], b[2];
	pid_t pid;

	if (argc > 1) {
		closes(30);
		closes(31);
		return 0;
	}
	CHECK(pipe2(a, O_CLOEXEC) == 0 && pipe2(b, O_CLOEXEC) == 0);
	CHECK(fcntl(a[0], F_DUPFD, 30) == 30); /* OPENED */
	CHECK(fcntl(b[0], F_DUPFD, 31) == 31);
	CHECK(posix_spawn_file_actions_init(&actions) == 0);
	CHECK(posix_spawn_file_actions_adddup2(&actions, a[0], 31) == 0);
	CHECK(posix_spawn(&pid, argv[0], &actions, NULL, args, environ) == 0);
	check_child(pid, 0);
	CHECK(posix_spawn_file_actions_destroy(&actions) == 0);
	CHECK(close(30) == 0 && close(31) == 0);
	CHECK(close(a[0]) == 0 && close(a[1]) == 0 && close(b[0]) == 0 && close(b[1]) == 0);
	return 0;
}

/*
 * A number that was opened before the exec is closed twice after it: the stack
 * that opened it is that of the program before. Twice over: the one between
 * the two inherits it, too.
 *
 * expect: double-close fd=9 object=device path=/dev/null
 *     at=close@main:AT closed=close@main:CLOSED opened=dup2@open_it:OPENED<main:CALLED
 * process: root exec
 * process: root exec
 * process: root exit 0
 */
#include "case.h"

static __attribute__((noinline)) void open_it(void)
{
	int fd = open("/dev/null", O_RDONLY);

	CHECK(dup2(fd, 9) == 9); /* OPENED */
	CHECK(close(fd) == 0);
}

int main(int argc, char **argv)
{
	if (argc == 1) {
		open_it(); /* CALLED */
		execl(argv[0], argv[0], "again", NULL);
	} else if (argc == 2) {
		execl(argv[0], argv[0], "once", "more", NULL);
	} else {
		CHECK(close(9) == 0); /* CLOSED */
		CHECK_EBADF(close(9)); /* AT */
	}
	return argc < 3;
}

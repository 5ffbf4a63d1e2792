/*
 * Calls on terminals, and fdopen, after the close.
 *
 * expect: use-after-close object=device
 *     at=isatty@main:ISATTY closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=tcgetattr@main:TCGETATTR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=tcsetattr@main:TCSETATTR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=ttyname_r@main:TTYNAME_R closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=tcflush@main:TCFLUSH closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=tcgetpgrp@main:TCGETPGRP closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=fdopen@main:FDOPEN closed=close@main:CLOSED opened=open@main:OPENED
 * musl: its fdopen takes any number
 */
#include "case.h"

#include <termios.h>

int main(void)
{
	struct termios terminal = { 0 };
	char name[64];
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK(isatty(fd) == 0 && errno == EBADF); /* ISATTY */
	CHECK_EBADF(tcgetattr(fd, &terminal)); /* TCGETATTR */
	CHECK_EBADF(tcsetattr(fd, TCSANOW, &terminal)); /* TCSETATTR */
	CHECK(ttyname_r(fd, name, sizeof(name)) == EBADF); /* TTYNAME_R */
	CHECK_EBADF(tcflush(fd, TCIFLUSH)); /* TCFLUSH */
	CHECK_EBADF(tcgetpgrp(fd)); /* TCGETPGRP */
	CHECK(!fdopen(fd, "r") && errno == EBADF); /* FDOPEN */
	return 0;
}

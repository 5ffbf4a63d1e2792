/*
 * A closed number is to be copied with dup3.
 *
 * expect: use-after-close object=file path=data
 *     at=dup3@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(dup3(fd, 90, O_CLOEXEC)); /* AT */
	CHECK_EBADF(fcntl(90, F_GETFD));
	return 0;
}

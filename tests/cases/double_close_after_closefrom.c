/*
 * closefrom has closed everything, and somebody closes his own once more.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=closefrom@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	closefrom(3); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}

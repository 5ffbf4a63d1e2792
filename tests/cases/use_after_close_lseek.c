/*
 * A file is rewound after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=lseek@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(lseek(fd, 0, SEEK_SET)); /* AT */
	return 0;
}

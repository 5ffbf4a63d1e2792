/*
 * A file is mapped after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=mmap@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/mman.h>

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0)); /* AT */
	return 0;
}

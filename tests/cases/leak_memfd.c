/*
 * A memfd is never closed.
 *
 * expect: leak object=memfd opened=memfd_create@main:OPENED
 */
#include "case.h"

#include <sys/mman.h>

int main(void)
{
	int fd = memfd_create("frame buffer", MFD_CLOEXEC); /* OPENED */

	CHECK(fd >= 0 && ftruncate(fd, 4096) == 0);
	return 0;
}

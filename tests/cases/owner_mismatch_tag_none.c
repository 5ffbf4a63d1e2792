/*
 * An owner closes what nobody owns.
 *
 * expect: owner-mismatch
 *     at=fdw_owner_close@main:AT opened=open@main:OPENED
 */
#include "case.h"

#include "android/fdsan.h"

int main(void)
{
	int fd = open("/dev/null", O_RDONLY); /* OPENED */

	CHECK(fdw_owner_close(fd, (uintptr_t)&fd) == 0); /* AT */
	return 0;
}

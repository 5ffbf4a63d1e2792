/*
 * A fortified build calls __open_2 and __openat_2 where there is no mode.
 *
 * expect: leak path=/dev/null opened=*main:OPEN
 * expect: leak path=/dev/zero opened=*main:OPENAT
 * cflags: -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
 */
#include "case.h"

int main(int argc, char **argv)
{
	int flags = argc > 5 ? O_WRONLY : O_RDONLY;

	(void)argv;
	CHECK(open("/dev/null", flags) >= 0); /* OPEN */
	CHECK(openat(AT_FDCWD, "/dev/zero", flags) >= 0); /* OPENAT */
	return 0;
}

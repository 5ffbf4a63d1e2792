/*
 * A program whose segments the linker laid out with a gap between them: glibc
 * then tells of one segment only, and the unwind tables lie in another. The
 * stack is whole all the same (/usr/bin/make of Debian 11 is such a program).
 *
 * ldflags: -Wl,-z,separate-code -Wl,-z,max-page-size=0x1000 -Wl,--section-start=.init_array=0x40df0
 * expect: leak object=device opened=open@inner:OPENED<outer:CALLED<main:MAIN
 * static: its layout is one of dynamic programs
 */
#include "case.h"

__attribute__((noinline)) static int inner(void)
{
	int fd = open("/dev/null", O_RDONLY); /* OPENED */

	return fd + 1;
}

__attribute__((noinline)) static int outer(void)
{
	int sum = inner(); /* CALLED */

	return sum + 1;
}

int main(void)
{
	int sum = outer(); /* MAIN */

	CHECK(sum > 2);
	return 0;
}

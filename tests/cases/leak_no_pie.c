/*
 * A program at a fixed address.
 *
 * expect: leak object=device opened=open@main:OPENED
 * cflags: -no-pie -fno-pie
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 0;
}

/*
 * What a program had open when it became a daemon is still its own in the child, and leaks there.
 *
 * expect: leak in=child object=device path=/dev/null opened=open@main:OPENED
 * process: root exit 0
 * process: child exit 0
 * options: --wait
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_WRONLY) >= 0); /* OPENED */
	CHECK(close(open("/dev/zero", O_WRONLY)) == 0);
	CHECK(daemon(1, 0) == 0);
	CHECK(close(open("/dev/zero", O_WRONLY)) == 0);
	return 0;
}

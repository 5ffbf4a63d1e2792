/*
 * A descriptor made through syscall() is as good as any other.
 *
 * expect: leak object=device path=/dev/null opened=syscall@main:OPENED
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	CHECK(syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 0;
}

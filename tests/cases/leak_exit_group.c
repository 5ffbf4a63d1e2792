/*
 * The process ends by the system call itself.
 *
 * expect: leak object=device opened=open@main:OPENED
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	syscall(SYS_exit_group, 0);
	return 1;
}

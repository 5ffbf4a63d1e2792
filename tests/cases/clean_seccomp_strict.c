/*
 * The program enters strict seccomp: read, write and exit, and death for the
 * rest. A tool must not call the kernel on its behalf.
 *
 * stdout: inside
 */
#include "case.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

int main(void)
{
	int fd = open("/dev/zero", O_RDONLY);
	char byte = 'x';

	CHECK(fd >= 0 && dup2(fd, 0) == 0 && close(fd) == 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
		return STATUS_SKIPPED;
	if (read(0, &byte, 1) == 1 && byte == 0 && write(1, "inside\n", 7) == 7)
		syscall(SYS_exit, 0);
	syscall(SYS_exit, 1);
	return 2;
}

/*
 * A close-all through syscall().
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 50) == 50 && close(50) == 0);
	for (int i = 3; i < 100; i++)
		syscall(SYS_close, i);
	return 0;
}

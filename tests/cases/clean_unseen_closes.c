/*
 * A number is closed by the bare system call, unseen, and given out again by
 * open: no leak, and no double close, may come of what was noted.
 */
#include "case.h"

#include <sys/syscall.h>

#if defined(__x86_64__)
static long raw_close(long fd)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result)
			 : "a"((long)SYS_close), "D"(fd) : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static long raw_close(long fd)
{
	register long number __asm__("x8") = SYS_close;
	register long x0 __asm__("x0") = fd;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(number) : "memory");
	return x0;
}
#else
static long raw_close(long fd)
{
	(void)fd;
	_exit(STATUS_SKIPPED);
}
#endif

int main(void)
{
	int fd, again;

	fd = open("/dev/null", O_RDWR);
	CHECK(fd >= 0 && raw_close(fd) == 0);
	again = open("/dev/zero", O_RDWR);
	CHECK(again == fd && close(again) == 0);

	fd = open("/dev/null", O_RDWR);
	CHECK(fd >= 0 && raw_close(fd) == 0);
	return 0;
}

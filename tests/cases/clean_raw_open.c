/*
 * Descriptors made by the bare system call, unseen, over numbers that were
 * closed before: to use and close them is right.
 */
#include "case.h"

#include <sys/syscall.h>

#if defined(__x86_64__)
static long raw(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static long raw(long number, long a, long b, long c)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
}
#else
static long raw(long number, long a, long b, long c)
{
	(void)number, (void)a, (void)b, (void)c;
	_exit(STATUS_SKIPPED);
}
#endif

int main(void)
{
	int fd;

	for (int i = 0; i < 10; i++) {
		fd = open("/dev/null", O_RDWR);
		CHECK(fd >= 0 && close(fd) == 0);
	}
	/* frees what may be held in the place of closed numbers */
	CHECK(raw(SYS_close_range, 3, 100, 0) == 0);
	for (int i = 0; i < 10; i++) {
		fd = raw(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDWR);
		CHECK(fd >= 0 && write(fd, "x", 1) == 1);
		CHECK(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0);
		CHECK(close(fd) == 0);
	}
	return 0;
}

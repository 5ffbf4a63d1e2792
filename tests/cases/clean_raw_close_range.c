/*
 * The same where the numbers are closed by the bare system call, which nobody
 * sees: what the kernel gives out next is the program's, whatever was noted.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>
#include <sys/syscall.h>

#define FILES 24

#if defined(__x86_64__)
static long raw_close_range(unsigned first, unsigned last)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result)
			 : "a"((long)SYS_close_range), "D"((long)first),
			   "S"((long)last), "d"(0L) : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static long raw_close_range(unsigned first, unsigned last)
{
	register long number __asm__("x8") = SYS_close_range;
	register long x0 __asm__("x0") = first;
	register long x1 __asm__("x1") = last;
	register long x2 __asm__("x2") = 0;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(number), "r"(x1), "r"(x2) : "memory");
	return x0;
}
#else
static long raw_close_range(unsigned first, unsigned last)
{
	(void)first, (void)last;
	_exit(STATUS_SKIPPED);
}
#endif

static void *churn(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20; i++) {
		int fd = open("/dev/null", O_RDWR);

		CHECK(fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread;
	char byte, name[16];
	int fds[FILES];

	churn(NULL);
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	CHECK(raw_close_range(3, ~0U) == 0);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		fds[i] = open(name, O_RDWR | O_CREAT, 0600);
		CHECK(fds[i] >= 0 && write(fds[i], "abc", 3) == 3);
		CHECK(lseek(fds[i], 1, SEEK_SET) == 1);
	}
	for (int i = 0; i < 8; i++) {
		CHECK(pthread_create(&thread, NULL, churn, NULL) == 0);
		CHECK(pthread_join(thread, NULL) == 0);
	}
	for (int i = 0; i < FILES; i++) {
		CHECK(lseek(fds[i], 0, SEEK_CUR) == 1);
		CHECK(lseek(fds[i], 0, SEEK_END) == 3);
		CHECK(pread(fds[i], &byte, 1, 2) == 1 && byte == 'c');
		CHECK(close(fds[i]) == 0);
	}
	return 0;
}

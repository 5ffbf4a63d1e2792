/*
 * The kernel, called directly. Everything below the hooks that needs the
 * kernel goes through here: libc's functions set errno, take locks, are
 * cancellation points, and are what we hook.
 *
 * Contract for all: returns what the kernel returned, -errno on failure;
 * errno is untouched; any thread, any signal handler, a vfork child.
 */
#ifndef BASE_SYS_H
#define BASE_SYS_H

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

#include "base/compiler.h"

#if defined(__x86_64__)

static must_inline long sys_call6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

#elif defined(__aarch64__)

static must_inline long sys_call6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
}

#else
#error "fdwarden knows x86-64 and aarch64"
#endif

#define sys_call3(nr, a, b, c) sys_call6((nr), (long)(a), (long)(b), (long)(c), 0, 0, 0)

static inline int sys_close(int fd)
{
	return (int)sys_call3(SYS_close, fd, 0, 0);
}

static inline int sys_dup3(int old, int fd, int flags)
{
	return (int)sys_call3(SYS_dup3, old, fd, flags);
}

static inline int sys_fcntl(int fd, int op, long arg)
{
	return (int)sys_call3(SYS_fcntl, fd, op, arg);
}

static inline int sys_close_range(unsigned int first, unsigned int last, unsigned int flags)
{
	return (int)sys_call3(SYS_close_range, first, last, flags);
}

static inline int sys_openat(int dir, const char *path, int flags, unsigned int mode)
{
	return (int)sys_call6(SYS_openat, dir, (long)path, flags, mode, 0, 0);
}

static inline long sys_read(int fd, void *buf, size_t size)
{
	return sys_call3(SYS_read, fd, buf, size);
}

static inline long sys_write(int fd, const void *buf, size_t size)
{
	return sys_call3(SYS_write, fd, buf, size);
}

static inline long sys_pread(int fd, void *buf, size_t size, uint64_t at)
{
	return sys_call6(SYS_pread64, fd, (long)buf, (long)size, (long)at, 0, 0);
}

static inline long sys_pwrite(int fd, const void *buf, size_t size, uint64_t at)
{
	return sys_call6(SYS_pwrite64, fd, (long)buf, (long)size, (long)at, 0, 0);
}

static inline void *sys_mmap(void *at, size_t size, int prot, int flags, int fd, uint64_t offset)
{
	return (void *)sys_call6(SYS_mmap, (long)at, (long)size, prot, flags, fd, (long)offset);
}

/* True where a pointer returned by sys_mmap or sys_mremap is an error. */
static inline bool sys_is_error(const void *p)
{
	return (uintptr_t)p > (uintptr_t)-4096;
}

static inline int sys_munmap(void *at, size_t size)
{
	return (int)sys_call3(SYS_munmap, at, size, 0);
}

/* No signal handler comes in between until they are as they were. False: it cannot be done. */
static inline bool sys_block_signals(uint64_t *before)
{
	uint64_t all = ~0ull;

	return sys_call6(SYS_rt_sigprocmask, SIG_BLOCK, (long)&all, (long)before, sizeof(all), 0,
			 0) == 0;
}

static inline void sys_restore_signals(const uint64_t *before)
{
	(void)sys_call6(SYS_rt_sigprocmask, SIG_SETMASK, (long)before, 0, sizeof(*before), 0, 0);
}

static inline int sys_getpid(void)
{
	return (int)sys_call3(SYS_getpid, 0, 0, 0);
}

static inline int sys_getppid(void)
{
	return (int)sys_call3(SYS_getppid, 0, 0, 0);
}

static inline int sys_gettid(void)
{
	return (int)sys_call3(SYS_gettid, 0, 0, 0);
}

static inline long sys_readlinkat(int dir, const char *path, char *buf, size_t size)
{
	return sys_call6(SYS_readlinkat, dir, (long)path, (long)buf, (long)size, 0, 0);
}

/*
 * clock_gettime: the kernel's until libc's own is known. Not by its name, for a
 * sanitizer's runtime may stand in front of it, and ThreadSanitizer's calls
 * through a null pointer before its own start, which is after ours.
 */
extern int (*sys_clock)(clockid_t, struct timespec *);

/*
 * Nanoseconds of CLOCK_MONOTONIC_COARSE: through the vdso, 5 ns instead of
 * 22 ns for the fine clock, at the resolution of the kernel's tick (1-10 ms).
 * Enough for "how long before", and cheap enough for each event.
 */
static inline uint64_t sys_now_coarse_ns(void)
{
	struct timespec t;

	if (unlikely(sys_clock(CLOCK_MONOTONIC_COARSE, &t) != 0))
		return 0;
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif

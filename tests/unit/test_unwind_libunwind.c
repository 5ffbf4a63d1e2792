/*
 * libunwind behind its shield: the same stacks as our walker's, and not one
 * descriptor touched.
 */
#include "unwind_check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/thread.h"
#include "unwind/shield.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static volatile char sink;

/* Bit n: descriptor n is open. */
static uint64_t open_numbers(void)
{
	uint64_t numbers = 0;

	for (int fd = 0; fd < 64; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			numbers |= 1ul << fd;
	}
	return numbers;
}

/* ---- the shield alone ---------------------------------------------------------------- */

static void test_pipe_has_no_descriptors(void **state)
{
	uint64_t before = open_numbers();
	int fds[2];
	char byte;

	(void)state;
	assert_int_equal(unwind_shield_pipe2(fds), 0);
	assert_true(fds[0] != fds[1]);
	assert_int_equal(open_numbers(), before);
	assert_int_equal(fcntl(fds[0], F_GETFD), -1);
	assert_int_equal(unwind_shield_read(fds[0], &byte, 1), -EAGAIN);
	assert_int_equal(unwind_shield_write(fds[1], &byte, 1), 1);
	assert_int_equal(unwind_shield_read(fds[0], &byte, 1), -EAGAIN);
	assert_int_equal(unwind_shield_close(fds[0]), 0);
	assert_int_equal(unwind_shield_close(fds[1]), 0);
}

static void test_write_says_what_is_readable(void **state)
{
	char *at = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fds[2];

	(void)state;
	assert_true(at != MAP_FAILED);
	assert_int_equal(munmap(at + 4096, 4096), 0);
	assert_int_equal(unwind_shield_pipe2(fds), 0);
	assert_int_equal(unwind_shield_write(fds[1], at + 4095, 1), 1);
	assert_int_equal(unwind_shield_write(fds[1], at + 4095, 2), -EFAULT);
	assert_int_equal(unwind_shield_write(fds[1], at + 4096, 1), -EFAULT);
	assert_int_equal(unwind_shield_write(fds[1], NULL, 1), -EFAULT);
	assert_int_equal(unwind_shield_write(fds[1], (void *)-8, 1), -EFAULT);
	assert_int_equal(munmap(at, 4096), 0);
}

static void test_other_numbers_are_real(void **state)
{
	int fds[2];
	char byte = 'a';

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(unwind_shield_write(fds[1], "x", 1), 1);
	assert_int_equal(unwind_shield_read(fds[0], &byte, 1), 1);
	assert_int_equal(byte, 'x');
	assert_int_equal(unwind_shield_close(fds[0]), 0);
	assert_int_equal(unwind_shield_close(fds[0]), -EBADF);
	assert_int_equal(unwind_shield_close(fds[1]), 0);
}

/* ---- libunwind behind it ----------------------------------------------------------------- */

static never_inline void compare(void)
{
	struct caller from = CALLER();
	struct stack ours, theirs;

	ours.count = unwind_cfi.capture(&from, ours.pcs, UNWIND_DEPTH_MAX);
	theirs.count = unwind_libunwind.capture(&from, theirs.pcs, UNWIND_DEPTH_MAX);
	assert_int_equal(theirs.count, ours.count);
	assert_memory_equal(theirs.pcs, ours.pcs, (size_t)ours.count * sizeof(ours.pcs[0]));
	assert_int_equal(thread_self.unwinding, 0);
}

static never_inline void recurse(int depth)
{
	volatile char pad[300];

	pad[0] = (char)depth;
	if (depth > 0)
		recurse(depth - 1);
	else
		compare();
	sink = pad[0];
}

static void *thread(void *arg)
{
	recurse(10);
	return arg;
}

static void test_same_stacks(void **state)
{
	uint64_t before = open_numbers();
	pthread_t other;

	(void)state;
	for (int depth = 0; depth < 230; depth += 23)
		recurse(depth);
	assert_int_equal(pthread_create(&other, NULL, thread, NULL), 0);
	assert_int_equal(pthread_join(other, NULL), 0);
	unwind_libunwind.flush();
	recurse(5);
	assert_int_equal(open_numbers(), before);
}

static never_inline int capture_few(uintptr_t *pcs, int max)
{
	struct caller from = CALLER();

	return unwind_libunwind.capture(&from, pcs, max);
}

static void test_depth_is_kept(void **state)
{
	uintptr_t pcs[4] = { 0, 0, 0, 77 };

	(void)state;
	assert_int_equal(capture_few(pcs, 3), 3);
	assert_int_equal(pcs[3], 77);
	assert_int_equal(capture_few(pcs, 1), 1);
}

/* libunwind loops while errno is EINTR. */
static void test_errno(void **state)
{
	uintptr_t pcs[8];

	(void)state;
	alarm(10);
	errno = EINTR;
	assert_true(capture_few(pcs, 8) > 2);
	assert_int_equal(errno, EINTR);
	alarm(0);
}

/* Where it does not find the caller, the chain of frame pointers goes on from there. */
static void test_unknown_caller(void **state)
{
	uintptr_t pcs[8];
	struct caller from = CALLER();
	int count;

	(void)state;
	from.pc = 0x123456;
	count = unwind_libunwind.capture(&from, pcs, 8);
	assert_in_range(count, 1, 8);
	assert_int_equal(pcs[0], 0x123456);
}

#if defined(__x86_64__)

static int jit_count;

static void in_jit(void)
{
	uintptr_t pcs[16];

	jit_count = capture_few(pcs, 16);
}

/* sub $24,%rsp; call *%rdi; add $24,%rsp; ret: libunwind must ask what is readable. */
static const uint8_t frameless[] = { 0x48, 0x83, 0xec, 0x18, 0xff, 0xd7,
				     0x48, 0x83, 0xc4, 0x18, 0xc3 };

static void test_code_without_table(void **state)
{
	char *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t before = open_numbers();
	void (*function)(void (*)(void));
	int fds[2];
	char byte;

	(void)state;
	assert_true(at != MAP_FAILED);
	memcpy(at, frameless, sizeof(frameless));
	assert_int_equal(mprotect(at, 4096, PROT_READ | PROT_EXEC), 0);
	memcpy(&function, &at, sizeof(function));
	/* What its own pipe would have been: nobody reads or writes there. */
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	assert_int_equal(write(fds[1], "a", 1), 1);
	function(in_jit);
	assert_true(jit_count > 2);
	assert_int_equal(read(fds[0], &byte, 1), 1);
	assert_int_equal(byte, 'a');
	assert_int_equal(read(fds[0], &byte, 1), -1);
	assert_int_equal(close(fds[0]), 0);
	assert_int_equal(close(fds[1]), 0);
	assert_int_equal(open_numbers(), before);
	assert_int_equal(munmap(at, 4096), 0);
}

#endif

static uint64_t numbers_at_start;

static void test_no_descriptor_is_left(void **state)
{
	(void)state;
	assert_int_equal(open_numbers(), numbers_at_start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pipe_has_no_descriptors),
		cmocka_unit_test(test_write_says_what_is_readable),
		cmocka_unit_test(test_other_numbers_are_real),
		cmocka_unit_test(test_no_descriptor_is_left),
		cmocka_unit_test(test_same_stacks),
		cmocka_unit_test(test_depth_is_kept),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_unknown_caller),
#if defined(__x86_64__)
		cmocka_unit_test(test_code_without_table),
#endif
		cmocka_unit_test(test_no_descriptor_is_left),
	};

	numbers_at_start = open_numbers();
	/* Not installed: only the shield can be tried. */
	if (unwind_cfi.init() != 0 || unwind_libunwind.init() != 0)
		return cmocka_run_group_tests_name(
			"shield", ((const struct CMUnitTest[]){ tests[0], tests[1], tests[2] }),
			NULL, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

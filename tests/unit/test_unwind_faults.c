/*
 * Whatever is on a stack, a capture ends: garbage in registers and in memory,
 * stacks next to unmapped pages, sandboxes that kill.
 */
#include "unwind_check.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "unwind/window.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static volatile char sink;

/* ---- garbage ---------------------------------------------------------------------- */

static uintptr_t random_word(void)
{
	return (uintptr_t)random() << 33 ^ (uintptr_t)random() << 11 ^ (uintptr_t)random();
}

/* Somewhere in libc's or our code, in data, or nowhere. */
static uintptr_t random_pc(void)
{
	switch (random() % 8) {
	case 0:
		return random_word();
	case 1:
		return random_word() % (1ul << 47);
	case 2:
		return (uintptr_t)&sink;
	case 3:
		return (uintptr_t)qsort + (uintptr_t)random() % 4000 - 2000;
	case 4:
		return (uintptr_t)random_word + (uintptr_t)random() % 8000;
	}
	return (uintptr_t)qsort + (uintptr_t)random() % 1000000 - 100000;
}

static uintptr_t random_sp(const char *arena, size_t size)
{
	switch (random() % 8) {
	case 0:
		return random_word();
	case 1:
		return (uintptr_t)&arena + (uintptr_t)random() % 100000;
	case 2:
		return (uintptr_t)arena - 32 + (uintptr_t)random() % 64;
	case 3:
		return (uintptr_t)arena + size - 32 + (uintptr_t)random() % 64;
	}
	return (uintptr_t)arena + ((uintptr_t)random() % size & ~7ul);
}

static void fill(char *arena, size_t size)
{
	for (size_t i = 0; i < size; i += sizeof(uintptr_t)) {
		uintptr_t word = random() % 3 ? random_pc() : random_sp(arena, size);

		memcpy(arena + i, &word, sizeof(word));
	}
}

static void test_garbage(void **state)
{
	static const struct unwinder *const all[] = { &unwind_cfi, &unwind_fp };
	size_t size = 24 * PAGE;
	char *arena = unwind_guarded_pages(24, PROT_READ | PROT_WRITE);
	uintptr_t pcs[40];
	long frames = 0;
	int captures = unwind_scale(200000, 5000000);

	(void)state;
	for (int i = 0; i < captures; i++) {
		struct caller from = { random_pc(), random_sp(arena, size),
				       random_sp(arena, size) };
		int max = 1 + (int)(random() % (long)array_size(pcs)), got;

		if (i % 1000 == 0)
			fill(arena, size);
		if (i % 5000 == 0)
			unwind_flush();
		got = all[i % 2]->capture(&from, pcs, max);
		assert_in_range(got, 1, max);
		assert_int_equal(pcs[0], from.pc);
		frames += got;
	}
	/* Some of it looked like stacks. */
	assert_true(frames > captures + captures / 10);
	assert_int_equal(munmap(arena, size), 0);
}

/* ---- frame pointers ----------------------------------------------------------------- */

static never_inline int fp_below(int depth, uintptr_t *pcs, int max, struct stack *stack)
{
	struct caller from = CALLER();

	if (depth > 0)
		return fp_below(depth - 1, pcs, max, stack) + (sink == 7);
	stack->count = unwind_cfi.capture(&from, stack->pcs, UNWIND_DEPTH_MAX);
	return unwind_fp.capture(&from, pcs, max);
}

static void test_fp_chain(void **state)
{
	struct stack stack;
	uintptr_t pcs[16] = { 0 };

	(void)state;
	assert_int_equal(fp_below(30, pcs, 15, &stack), 15);
	assert_memory_equal(pcs, stack.pcs, 15 * sizeof(pcs[0]));
	assert_int_equal(pcs[15], 0);
}

/* Chains that do not go up. */
static void test_fp_chain_ends(void **state)
{
	uintptr_t records[6][2], pcs[8];
	struct caller from = { 0x123456, (uintptr_t)records, (uintptr_t)records[2] };

	(void)state;
	for (size_t i = 0; i < array_size(records); i++)
		records[i][1] = 0x200000 + i;
	records[2][0] = (uintptr_t)records[4];
	records[4][0] = (uintptr_t)records[4];
	assert_int_equal(unwind_fp.capture(&from, pcs, 8), 3);
	assert_int_equal(pcs[1], 0x200002);
	assert_int_equal(pcs[2], 0x200004);
	records[4][0] = (uintptr_t)records[1];
	assert_int_equal(unwind_fp.capture(&from, pcs, 8), 3);
	records[4][0] = (uintptr_t)records[5] + 4;
	assert_int_equal(unwind_fp.capture(&from, pcs, 8), 3);
	records[4][1] = 0;
	assert_int_equal(unwind_fp.capture(&from, pcs, 8), 2);
	from.fp = (uintptr_t)records - 16;
	assert_int_equal(unwind_fp.capture(&from, pcs, 8), 1);
}

/* ---- a stack whose end is overwritten ------------------------------------------------- */

static ucontext_t main_context, other_context;
static uintptr_t deep_pc;
static struct stack end_stack;

/* Any pc of a frame that is left by its frame pointer. */
static never_inline void note_deep_pc(void)
{
	unwind_capture(&end_stack);
	deep_pc = end_stack.pcs[0];
}

/* The caller's record says that its own is the last word before unmapped memory. */
static never_inline void on_smashed_stack(void)
{
	volatile uintptr_t *record = __builtin_frame_address(0);
	uintptr_t fp = record[0], pc = record[1];

	record[0] = (uintptr_t)other_context.uc_stack.ss_sp + other_context.uc_stack.ss_size - 8;
	record[1] = deep_pc;
	unwind_capture(&end_stack);
	record[0] = fp;
	record[1] = pc;
}

static void test_smashed_stack(void **state)
{
	char *stack = unwind_guarded_pages(4, PROT_READ | PROT_WRITE);

	(void)state;
	note_deep_pc();
	assert_int_equal(getcontext(&other_context), 0);
	other_context.uc_stack.ss_sp = stack;
	other_context.uc_stack.ss_size = 4 * PAGE;
	other_context.uc_link = &main_context;
	makecontext(&other_context, on_smashed_stack, 0);
	assert_int_equal(swapcontext(&main_context, &other_context), 0);
	/* Itself and the pc that is not its caller; then memory ends. */
	assert_int_equal(end_stack.count, 2);
	assert_int_equal(end_stack.pcs[1], deep_pc);
	assert_int_equal(munmap(stack, 4 * PAGE), 0);
}

/* ---- sandboxes ------------------------------------------------------------------------------- */

#define ALLOW(number)                                      \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* From here on any other system call kills. */
static bool enter_sandbox(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		ALLOW(SYS_exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog filter = { array_size(rules), rules };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#define NOT_POSSIBLE 77

/* The status of a child that does this. */
static int in_child(void (*work)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		work();
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static never_inline int deep_capture(int depth)
{
	volatile char pad[1000];
	struct stack stack;
	int count;

	pad[0] = 1;
	if (depth > 0)
		return deep_capture(depth - 1) + (pad[0] == 3);
	unwind_capture(&stack);
	count = stack.count;
	return count;
}

static void main_in_sandbox(void)
{
	if (!enter_sandbox())
		_exit(NOT_POSSIBLE);
	_exit(deep_capture(50) > 50 ? 0 : 2);
}

/* The main stack is known: nothing is asked there, however deep. */
static void test_sandbox_on_main_stack(void **state)
{
	int status = UNDER_SANITIZER ? NOT_POSSIBLE << 8 : in_child(main_in_sandbox);

	(void)state;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_POSSIBLE)
		skip();
	assert_int_equal(status, 0);
}

static void *thread_in_sandbox(void *arg)
{
	struct caller garbage = { 0x123456780, (uintptr_t)&garbage, (uintptr_t)&garbage };
	uintptr_t pcs[4];

	window_sandboxed();
	if (!enter_sandbox())
		_exit(NOT_POSSIBLE);
	if (deep_capture(50) <= 50)
		_exit(2);
	/* No table, and nobody to ask. */
	_exit(unwind_cfi.capture(&garbage, pcs, 4) == 1 ? 0 : 3);
	return arg;
}

static void start_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_in_sandbox, NULL) == 0)
		pthread_join(thread, NULL);
}

static void test_sandbox_in_thread(void **state)
{
	int status = UNDER_SANITIZER ? NOT_POSSIBLE << 8 : in_child(start_thread);

	(void)state;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_POSSIBLE)
		skip();
	assert_int_equal(status, 0);
}

static int set_up(void **state)
{
	(void)state;
	srandom(1);
	unwind_check_init();
	return unwind_fp.init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_fp_chain),
		cmocka_unit_test(test_fp_chain_ends),
		cmocka_unit_test(test_smashed_stack),
		cmocka_unit_test(test_sandbox_on_main_stack),
		cmocka_unit_test(test_sandbox_in_thread),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

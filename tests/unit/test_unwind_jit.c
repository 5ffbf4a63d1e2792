/*
 * Through code without tables: what a JIT leaves, a signal trampoline of the
 * program's own, a call through a wild pointer. x86-64 code.
 */
#include "unwind_check.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#if defined(__x86_64__)

static volatile char sink;

static struct stack jit_stack, above_stack;

static void jit_callback(void)
{
	unwind_capture(&jit_stack);
	sink = 0; /* no tail call */
}

/* Places code and calls it with the callback as argument. */
static never_inline void call_code(const uint8_t *code, size_t size)
{
	char *at = unwind_guarded_pages(1, PROT_READ | PROT_WRITE);
	void (*function)(void (*)(void));

	memcpy(at, code, size);
	assert_int_equal(mprotect(at, PAGE, PROT_READ | PROT_EXEC), 0);
	memcpy(&function, &at, sizeof(function));
	function(jit_callback);
	unwind_capture(&above_stack);
	assert_int_equal(munmap(at, PAGE), 0);
}

/* From some frame on, the stacks are the same. */
static void assert_same_tail(int frames)
{
	const struct stack *a = &jit_stack, *b = &above_stack;

	assert_true(a->count >= frames && b->count >= frames);
	for (int i = 1; i <= frames; i++)
		assert_int_equal(a->pcs[a->count - i], b->pcs[b->count - i]);
}

/* push %rbp; mov %rsp,%rbp; call *%rdi; pop %rbp; ret */
static const uint8_t framed[] = { 0x55, 0x48, 0x89, 0xe5, 0xff, 0xd7, 0x5d, 0xc3 };

static void test_jit_with_frames(void **state)
{
	(void)state;
	call_code(framed, sizeof(framed));
	/* Two frames more than above: the callback, the code. */
	assert_int_equal(jit_stack.count, above_stack.count + 2);
	assert_same_tail(above_stack.count - 1);
}

/* The code calls itself once more, through itself: chains of such frames. */
static const uint8_t nested[] = {
	0x55,                         /* push %rbp */
	0x48, 0x89, 0xe5,             /* mov %rsp,%rbp */
	0xe8, 0x02, 0x00, 0x00, 0x00, /* call 1f */
	0x5d, 0xc3,                   /* pop %rbp; ret */
	0x55, 0x48, 0x89, 0xe5,       /* 1: push %rbp; mov %rsp,%rbp */
	0x48, 0x83, 0xec, 0x20,       /* sub $32,%rsp */
	0xff, 0xd7,                   /* call *%rdi */
	0xc9, 0xc3,                   /* leave; ret */
};

static void test_jit_chain(void **state)
{
	(void)state;
	call_code(nested, sizeof(nested));
	assert_int_equal(jit_stack.count, above_stack.count + 3);
	assert_same_tail(above_stack.count - 1);
}

/* sub $24,%rsp; call *%rdi; add $24,%rsp; ret: rbp is the caller's. */
static const uint8_t frameless[] = { 0x48, 0x83, 0xec, 0x18, 0xff, 0xd7,
				     0x48, 0x83, 0xc4, 0x18, 0xc3 };

static void test_jit_without_frames(void **state)
{
	(void)state;
	call_code(frameless, sizeof(frameless));
	/* The chain passes over the caller of the code, and is right after it. */
	assert_int_equal(jit_stack.count, above_stack.count + 1);
	assert_same_tail(above_stack.count - 1);
}

/* xor %ebp,%ebp and a chain that leads nowhere: the stack ends in the code. */
static const uint8_t hidden[] = {
	0x55,             /* push %rbp */
	0x48, 0x31, 0xed, /* xor %rbp,%rbp */
	0xff, 0xd7,       /* call *%rdi */
	0x5d, 0xc3,       /* pop %rbp; ret */
};

static void test_jit_hidden(void **state)
{
	(void)state;
	call_code(hidden, sizeof(hidden));
	assert_int_equal(jit_stack.count, 2);
}

/* ---- a signal trampoline of the program's own ----------------------------------------------- */

struct kernel_sigaction {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

static void on_signal(int number)
{
	unwind_capture(&jit_stack);
	sink = (char)number;
}

static never_inline void raise_here(int number)
{
	unwind_capture(&above_stack);
	syscall(SYS_tgkill, getpid(), gettid(), number);
	sink = 0;
}

/* mov $15,%rax; syscall */
static const uint8_t restore[] = { 0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x05 };

static void test_trampoline_without_table(void **state)
{
	char *at = unwind_guarded_pages(1, PROT_READ | PROT_WRITE);
	struct kernel_sigaction action = { .handler = on_signal, .flags = 0x04000000 };

	(void)state;
	memcpy(at, restore, sizeof(restore));
	assert_int_equal(mprotect(at, PAGE, PROT_READ | PROT_EXEC), 0);
	memcpy(&action.restorer, &at, sizeof(action.restorer));
	assert_int_equal(syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 8), 0);
	raise_here(SIGUSR1);
	/* The handler, the trampoline, syscall(), and what called that. */
	assert_int_equal(jit_stack.count, above_stack.count + 3);
	assert_int_equal(jit_stack.pcs[1], (uintptr_t)at);
	assert_same_tail(above_stack.count - 1);
	signal(SIGUSR1, SIG_DFL);
	assert_int_equal(munmap(at, PAGE), 0);
}

/* A call through a wild pointer: the word on the stack says who called. */
static sigjmp_buf after_fault;

static void on_fault(int number)
{
	unwind_capture(&jit_stack);
	siglongjmp(after_fault, number);
}

static never_inline void call_wild(void)
{
	void (*volatile wild)(void) = (void (*)(void))0x123456780;

	unwind_capture(&above_stack);
	wild();
	sink = 0;
}

static void test_wild_call(void **state)
{
	struct sigaction action = { .sa_handler = on_fault }, before;

	(void)state;
	assert_int_equal(sigaction(SIGSEGV, &action, &before), 0);
	if (sigsetjmp(after_fault, 1) == 0)
		call_wild();
	assert_int_equal(sigaction(SIGSEGV, &before, NULL), 0);
	assert_int_equal(jit_stack.count, above_stack.count + 3);
	assert_int_equal(jit_stack.pcs[2], 0x123456780);
	assert_same_tail(above_stack.count - 1);
}

static int set_up(void **state)
{
	(void)state;
	unwind_check_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jit_with_frames),          cmocka_unit_test(test_jit_chain),
		cmocka_unit_test(test_jit_without_frames),       cmocka_unit_test(test_jit_hidden),
		cmocka_unit_test(test_trampoline_without_table), cmocka_unit_test(test_wild_call),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

#else

static void test_nothing(void **state)
{
	(void)state;
	skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif

/*
 * Whatever is on a stack, a capture ends: garbage in registers and in memory,
 * stacks next to unmapped pages, code without tables, sandboxes that kill.
 */
#include "unwind_check.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
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

#define PAGE 4096

static volatile char sink;

/* Pages with an unmapped one on either side. */
static char *guarded_pages(size_t pages, int protection)
{
	char *at = mmap(NULL, (pages + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(at != MAP_FAILED);
	assert_int_equal(munmap(at, PAGE), 0);
	assert_int_equal(munmap(at + (pages + 1) * PAGE, PAGE), 0);
	assert_int_equal(mprotect(at + PAGE, pages * PAGE, protection), 0);
	return at + PAGE;
}

/* ---- windows ---------------------------------------------------------------------- */

static void test_window_ends_at_unmapped_pages(void **state)
{
	char *at = guarded_pages(3, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	memset(at, 0x5a, 3 * PAGE);
	window_open(&w, lo + 100);
	assert_true(window_read(&w, lo + 100, &value));
	assert_int_equal(value, 0x5a5a5a5a5a5a5a5a);
	assert_true(window_read(&w, lo, &value));
	assert_true(window_read(&w, lo + 3 * PAGE - 8, &value));
	for (uintptr_t beyond = 7; beyond > 0; beyond--)
		assert_false(window_read(&w, lo + 3 * PAGE - beyond, &value));
	assert_false(window_read(&w, lo + 3 * PAGE, &value));
	for (uintptr_t before = 1; before < 16; before++)
		assert_false(window_read(&w, lo - before, &value));
	assert_true(window_read(&w, lo + 3 * PAGE - 8, &value));
	assert_int_equal(munmap(at, 3 * PAGE), 0);
}

static void test_window_refuses_nonsense(void **state)
{
	static const uintptr_t nonsense[] = { 0, 1, 8, 4088, 4096, 1ul << 47, 1ul << 48, 1ul << 63,
					      0xffff800000000000, UINTPTR_MAX - 4096,
					      UINTPTR_MAX - 7, UINTPTR_MAX };
	uintptr_t value;
	struct window w;

	(void)state;
	for (size_t i = 0; i < array_size(nonsense); i++) {
		for (size_t j = 0; j < array_size(nonsense); j++) {
			window_open(&w, nonsense[i]);
			assert_false(window_read(&w, nonsense[j], &value));
			window_open(&w, (uintptr_t)&w);
			assert_false(window_read(&w, nonsense[j], &value));
			assert_true(window_read(&w, (uintptr_t)&w, &value));
		}
	}
}

/* A hole is jumped over, never read. */
static void test_window_jumps_over_a_hole(void **state)
{
	char *at = guarded_pages(5, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	assert_int_equal(mprotect(at + 2 * PAGE, PAGE, PROT_NONE), 0);
	window_open(&w, lo);
	assert_true(window_read(&w, lo, &value));
	assert_true(window_read(&w, lo + 4 * PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE - 4, &value));
	assert_false(window_read(&w, lo + 3 * PAGE - 4, &value));
	assert_true(window_read(&w, lo + 3 * PAGE, &value));
	assert_int_equal(munmap(at, 5 * PAGE), 0);
}

/* What was readable for one stack is not believed for another. */
static void test_window_of_a_smaller_stack(void **state)
{
	char *at = guarded_pages(4, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	window_open(&w, lo + 2 * PAGE);
	assert_true(window_read(&w, lo + 4 * PAGE - 8, &value));
	assert_int_equal(munmap(at + 2 * PAGE, 2 * PAGE), 0);
	window_open(&w, lo + PAGE);
	assert_true(window_read(&w, lo + PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE, &value));
	assert_false(window_read(&w, lo + 4 * PAGE - 8, &value));
	/* Nor after a guess. */
	assert_true(window_read(&w, lo + PAGE, &value));
	assert_int_equal(mprotect(at + PAGE, PAGE, PROT_NONE), 0);
	window_open(&w, lo + PAGE);
	window_distrust(&w);
	assert_false(window_read(&w, lo + PAGE, &value));
	assert_int_equal(munmap(at, 2 * PAGE), 0);
}

/* ---- garbage ---------------------------------------------------------------------- */

static uintptr_t random_word(void)
{
	return (uintptr_t)random() << 33 ^ (uintptr_t)random() << 11 ^ (uintptr_t)random();
}

/* Somewhere in libc's or our code, in data, or nowhere. */
static uintptr_t random_pc(void)
{
	switch (random() % 8) {
	case 0: return random_word();
	case 1: return random_word() % (1ul << 47);
	case 2: return (uintptr_t)&sink;
	case 3: return (uintptr_t)qsort + (uintptr_t)random() % 4000 - 2000;
	case 4: return (uintptr_t)test_window_refuses_nonsense + (uintptr_t)random() % 8000;
	}
	return (uintptr_t)qsort + (uintptr_t)random() % 1000000 - 100000;
}

static uintptr_t random_sp(const char *arena, size_t size)
{
	switch (random() % 8) {
	case 0: return random_word();
	case 1: return (uintptr_t)&arena + (uintptr_t)random() % 100000;
	case 2: return (uintptr_t)arena - 32 + (uintptr_t)random() % 64;
	case 3: return (uintptr_t)arena + size - 32 + (uintptr_t)random() % 64;
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
	char *arena = guarded_pages(24, PROT_READ | PROT_WRITE);
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
			unwind_cfi.flush();
		got = all[i % 2]->capture(&from, pcs, max);
		assert_in_range(got, 1, max);
		assert_int_equal(pcs[0], from.pc);
		frames += got;
	}
	/* Some of it looked like stacks. */
	assert_true(frames > captures + captures / 10);
	assert_int_equal(munmap(arena, size), 0);
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
	char *stack = guarded_pages(4, PROT_READ | PROT_WRITE);

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

/* ---- code without tables ---------------------------------------------------------------- */

#if defined(__x86_64__)

static struct stack jit_stack, above_stack;

static void jit_callback(void)
{
	unwind_capture(&jit_stack);
	sink = 0; /* no tail call */
}

/* Places code and calls it with the callback as argument. */
static never_inline void call_code(const uint8_t *code, size_t size)
{
	char *at = guarded_pages(1, PROT_READ | PROT_WRITE);
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
	0x55,				/* push %rbp */
	0x48, 0x89, 0xe5,		/* mov %rsp,%rbp */
	0xe8, 0x02, 0x00, 0x00, 0x00,	/* call 1f */
	0x5d, 0xc3,			/* pop %rbp; ret */
	0x55, 0x48, 0x89, 0xe5,		/* 1: push %rbp; mov %rsp,%rbp */
	0x48, 0x83, 0xec, 0x20,		/* sub $32,%rsp */
	0xff, 0xd7,			/* call *%rdi */
	0xc9, 0xc3,			/* leave; ret */
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
	0x55,				/* push %rbp */
	0x48, 0x31, 0xed,		/* xor %rbp,%rbp */
	0xff, 0xd7,			/* call *%rdi */
	0x5d, 0xc3,			/* pop %rbp; ret */
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
	char *at = guarded_pages(1, PROT_READ | PROT_WRITE);
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

#endif

/* ---- sandboxes ------------------------------------------------------------------------------- */

#define ALLOW(number)                                                          \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                     \
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
	window_sandboxed();
	if (!enter_sandbox())
		_exit(NOT_POSSIBLE);
	_exit(deep_capture(50) > 50 ? 0 : 2);
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
		cmocka_unit_test(test_window_ends_at_unmapped_pages),
		cmocka_unit_test(test_window_refuses_nonsense),
		cmocka_unit_test(test_window_jumps_over_a_hole),
		cmocka_unit_test(test_window_of_a_smaller_stack),
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_smashed_stack),
#if defined(__x86_64__)
		cmocka_unit_test(test_jit_with_frames),
		cmocka_unit_test(test_jit_chain),
		cmocka_unit_test(test_jit_without_frames),
		cmocka_unit_test(test_jit_hidden),
		cmocka_unit_test(test_trampoline_without_table),
		cmocka_unit_test(test_wild_call),
#endif
		cmocka_unit_test(test_sandbox_on_main_stack),
		cmocka_unit_test(test_sandbox_in_thread),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

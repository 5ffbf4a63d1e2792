/*
 * The walker against its oracles over code that a compiler makes at run time:
 * random functions at every level of optimisation, with and without frame
 * pointers, by gcc and clang. And libraries that come and go.
 */
#include "unwind_check.h"
#include "unwind_generate.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* %d is a random number each. */
static const char *const bodies[] = {
	"	volatile char a[%d];\n	a[d] = 1; r = go(s, d); r += a[d];\n",
	"	volatile char *a = __builtin_alloca(%d + d * 16);\n	a[d] = 1; r = go(s, d); r += a[d];\n",
	"	long x = d * %dl, y = x * x, z = y - d, u = z ^ x, v = u * z, w = v + y;\n"
	"	r = go(s, d); r += (int)(x ^ y ^ z ^ u ^ v ^ w);\n",
	/* Shrink-wrapped: the frame is made on one way only. */
	"	if (s->path[0] == 255) return %d;\n	r = go(s, d); r += go(s, 0);\n",
	"	return many(s, d, 1, 2, 3, 4, 5, 6, 7, %d, 9, 10);\n",
	"	double x = d * %d.5, y = x * x;\n	r = go(s, d); r += (int)(x + y);\n",
	"	return go(s, d + %d * 0);\n",
	"	struct big b = make(s, d, %d); r = b.x[0];\n",
	"	r = variadic(s, d, 3, %d, 2.5, \"x\");\n",
	"	s_now = s; d_now = d; int v[4] = { %d, 2, 1, 3 };\n	qsort(v, 4, sizeof(int), by_going); r = v[0];\n",
	"	for (int i = 0; i < 2; i++) { volatile char a[%d]; a[i] = i; r += go(s, i ? 0 : d); r += a[i]; }\n",
	/* Realigned. */
	"	volatile char a[%d] __attribute__((aligned(64)));\n	a[d] = 1; r = go(s, d); r += a[d];\n",
	"	volatile char a[%d] __attribute__((aligned(32)));\n"
	"	volatile char *b = __builtin_alloca(d * 24 + 1);\n	b[0] = a[d] = 1; r = go(s, d) + b[0] + a[d];\n",
};

static const char head[] =
	"#include <stdarg.h>\n#include <stdlib.h>\n"
	"struct run { const unsigned char *path; void (*check)(void); };\n"
	"typedef int fn(struct run *, int);\n"
	"struct big { long x[40]; };\n"
	"extern fn *const table[];\n"
	"static struct run *s_now; static int d_now;\n"
	"static inline int go(struct run *s, int d)\n"
	"{ if (d <= 0) { s->check(); return 1; } s->path++; return table[s->path[-1]](s, d - 1); }\n"
	"__attribute__((noinline)) static int many(struct run *s, int d, int a, int b, int c, int e, int f,"
	" int g, int h, int i, int j, int k)\n"
	"{ int r = go(s, d); return r + a * b * c * e * f * g * h * i * j * k; }\n"
	"__attribute__((noinline)) static struct big make(struct run *s, int d, int n)\n"
	"{ struct big b = { { n } }; b.x[1] = go(s, d); return b; }\n"
	"__attribute__((noinline)) static int variadic(struct run *s, int d, int n, ...)\n"
	"{ va_list a; int r; va_start(a, n); r = va_arg(a, int) + go(s, d); va_end(a); return r; }\n"
	"static int by_going(const void *a, const void *b)\n"
	"{ if (d_now >= 0) { int d = d_now; d_now = -1; go(s_now, d); } return *(int *)a - *(int *)b; }\n";

static const struct generated in_c = {
	head, bodies, array_size(bodies), array_size(bodies) - 2,
	"int enter(struct run *s, int d) { return go(s, d); }\n",
};

static const struct generated_by by_gcc = { &in_c, "gcc", { 500, 50000 }, { 2, 1000 } };
static const struct generated_by by_clang = { &in_c, "clang", { 500, 50000 }, { 2, 1000 } };

/* ---- libraries that come and go ----------------------------------------------------- */

static struct stack inside;

static never_inline void capture_inside(void)
{
	unwind_capture(&inside);
	/* No tail call. */
	inside.pcs[UNWIND_DEPTH_MAX - 1] = 0;
}

static void *load_with_frame(int words)
{
	char source[256];

	snprintf(
		source, sizeof(source),
		"int enter(void (*f)(void)) { volatile long a[%d]; a[0] = 1; f(); return (int)a[0]; }\n",
		words);
	return unwind_compile("cc", "-O2 -fomit-frame-pointer -fno-stack-protector", source);
}

/* Enters the library, and gives the address of its function. */
static never_inline uintptr_t enter_library(void *handle, struct stack *above)
{
	int (*enter)(void (*)(void));

	*(void **)&enter = dlsym(handle, "enter");
	assert_non_null(enter);
	enter(capture_inside);
	unwind_capture(above);
	return (uintptr_t)enter;
}

static void assert_two_more_than(const struct stack *above)
{
	assert_int_equal(inside.count, above->count + 2);
	for (int i = 1; i < above->count; i++)
		assert_int_equal(inside.pcs[inside.count - i], above->pcs[above->count - i]);
}

static void test_dlclose(void **state)
{
	struct stack above;
	uintptr_t first = 0;

	(void)state;
	for (int words = 10; words < 100; words += 30) {
		void *handle = load_with_frame(words);
		uintptr_t at;

		if (!handle)
			skip();
		at = enter_library(handle, &above);
		/* The next one comes to lie where the last one was (not under qemu). */
		if (first && at != first)
			skip();
		first = at;
		assert_two_more_than(&above);
		assert_int_equal(dlclose(handle), 0);
		unwind_flush();
	}
}

/* ---- a frame whose library is gone ----------------------------------------------------- */

static void *going;
static jmp_buf out;
static struct stack before_it, without_it;

/* Called by the library, which is closed under it: there is no way back into it. */
static void close_caller(void)
{
	unwind_capture(&before_it);
	assert_int_equal(dlclose(going), 0);
	unwind_flush();
	unwind_capture(&without_it);
	longjmp(out, 1);
}

static void capture_in_closed(const char *flags)
{
	int (*volatile enter)(void (*)(void));

	going = unwind_compile("cc", flags,
			       "int enter(void (*f)(void)) { volatile long a[9]; a[0] = 1; f(); "
			       "return (int)a[0]; }\n");
	if (!going)
		skip();
	*(void **)&enter = dlsym(going, "enter");
	assert_non_null(enter);
	if (setjmp(out) == 0)
		enter(close_caller);
	/* The call within close_caller is another one, what is above is the same. */
	assert_in_range(without_it.count, 2, before_it.count);
	assert_int_equal(without_it.pcs[1], before_it.pcs[1]);
}

static void test_in_closed(void **state)
{
	(void)state;
	/* By its frame pointer, and that is right. */
	capture_in_closed("-O2 -fno-omit-frame-pointer");
	assert_int_equal(without_it.count, before_it.count);
	assert_memory_equal(without_it.pcs + 1, before_it.pcs + 1,
			    ((size_t)before_it.count - 1) * sizeof(before_it.pcs[0]));
	/* By that of its caller: the caller's frame is passed over. */
	capture_in_closed("-O2 -fomit-frame-pointer");
	assert_int_equal(without_it.count, before_it.count - 1);
	assert_memory_equal(without_it.pcs + 2, before_it.pcs + 3,
			    ((size_t)before_it.count - 3) * sizeof(before_it.pcs[0]));
}

#if defined(__x86_64__)

/* push %rbp; mov %rsp,%rbp; call *%rdi; pop %rbp; ret */
static const uint8_t framed[] = { 0x55, 0x48, 0x89, 0xe5, 0xff, 0xd7, 0x5d, 0xc3 };
#define CALL_END 6

/* Code without a table that calls back from this very pc. */
static void call_from(uintptr_t pc)
{
	char *page = (char *)(pc & ~4095ul);
	void (*function)(void (*)(void));
	uintptr_t at = pc - CALL_END;

	assert_true(pc % 4096 > CALL_END && pc % 4096 < 4096 - sizeof(framed));
	assert_ptr_equal(mmap(page, 4096, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0),
			 page);
	memcpy((void *)at, framed, sizeof(framed));
	assert_int_equal(mprotect(page, 4096, PROT_READ | PROT_EXEC), 0);
	memcpy(&function, &at, sizeof(function));
	function(capture_inside);
	assert_int_equal(munmap(page, 4096), 0);
}

/* A library comes to lie where code without a table was: nobody says so. */
static void test_dlopen_over_jit(void **state)
{
	void *handle = load_with_frame(10);
	struct stack above;
	uintptr_t pc;

	(void)state;
	if (!handle)
		skip();
	enter_library(handle, &above);
	pc = inside.pcs[1];
	assert_int_equal(dlclose(handle), 0);
	unwind_flush();
	call_from(pc);
	assert_int_equal(inside.pcs[1], pc);
	handle = load_with_frame(10);
	assert_non_null(handle);
	enter_library(handle, &above);
	assert_int_equal(inside.pcs[1], pc);
	assert_two_more_than(&above);
	assert_int_equal(dlclose(handle), 0);
	unwind_flush();
}

#define X86_64_TESTS cmocka_unit_test(test_dlopen_over_jit),
#else
#define X86_64_TESTS
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dlclose),
		cmocka_unit_test(test_in_closed),
		X86_64_TESTS GENERATED_TESTS(by_gcc),
		GENERATED_TESTS(by_clang),
	};

	return cmocka_run_group_tests(tests, unwind_set_up, NULL);
}

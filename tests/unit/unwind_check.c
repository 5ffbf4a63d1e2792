/* See unwind_check.h. */
#include "unwind_check.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct unwind_counts unwind_counts;
bool unwind_by_libgcc_alone;

/* libunwind by name, so that no header of it is needed. */
#if defined(__x86_64__)
#define LIBUNWIND(name)       "_Ux86_64_" name
#define LIBUNWIND_LOCAL(name) "_ULx86_64_" name
#define LIBUNWIND_PC          16
#else
#define LIBUNWIND(name)       "_Uaarch64_" name
#define LIBUNWIND_LOCAL(name) "_ULaarch64_" name
#define LIBUNWIND_PC          30
#endif

static int (*get_context)(void *context);
static int (*init_local)(void *cursor, void *context);
static int (*step)(void *cursor);
static int (*get_reg)(void *cursor, int reg, uintptr_t *value);
static int (*fast)(void **pcs, int max);

/* Not on the stack, which may be small. One a thread, for 64 threads. */
struct buffers {
	uint64_t context[1024];
	uint64_t cursor[1024];
	void *pcs[UNWIND_DEPTH_MAX + 16];
	struct stack ours;
	struct stack theirs;
};

static struct buffers all_buffers[64];
static unsigned int buffers_used;
static __thread struct buffers *mine;

static struct buffers *buffers(void)
{
	if (!mine)
		mine = &all_buffers[add_relaxed(&buffers_used, 1) % array_size(all_buffers)];
	return mine;
}

int unwind_scale(int few, int many)
{
	const char *wanted = getenv("FDW_TEST_LONG");

	return wanted && *wanted == '1' ? many : few;
}

void unwind_check_init(void)
{
	void *handle = dlopen("libunwind.so.8", RTLD_NOW | RTLD_LOCAL);
	void *pcs[4];

	if (handle) {
		*(void **)&get_context = dlsym(handle, LIBUNWIND("getcontext"));
		*(void **)&init_local = dlsym(handle, LIBUNWIND_LOCAL("init_local"));
		*(void **)&step = dlsym(handle, LIBUNWIND_LOCAL("step"));
		*(void **)&get_reg = dlsym(handle, LIBUNWIND_LOCAL("get_reg"));
		*(void **)&fast = dlsym(handle, "unw_backtrace");
	}
	if (!get_context || !init_local || !step || !get_reg)
		step = NULL;
	/* Loads libgcc. */
	assert_true(backtrace(pcs, array_size(pcs)) > 0);
	assert_int_equal(unwind_cfi.init(), 0);
	assert_int_equal(stack_cache_init(), 0);
}

int unwind_set_up(void **state)
{
	(void)state;
	srandom(1);
	unwind_check_init();
	return 0;
}

/* ---- the oracles --------------------------------------------------------------- */

static bool by_cursor(uintptr_t pc, struct stack *stack)
{
	struct buffers *b = buffers();
	uintptr_t here;

	stack->count = 0;
	if (!step)
		return false;
	get_context(b->context);
	if (init_local(b->cursor, b->context) != 0)
		return false;
	do {
		if (get_reg(b->cursor, LIBUNWIND_PC, &here) != 0 || here == 0)
			break;
		if (stack->count || here == pc)
			stack->pcs[stack->count++] = here;
	} while (stack->count < UNWIND_DEPTH_MAX && step(b->cursor) > 0);
	return true;
}

static void from_array(uintptr_t pc, struct stack *stack, int got)
{
	struct buffers *b = buffers();

	stack->count = 0;
	for (int i = 0; i < got && stack->count < UNWIND_DEPTH_MAX; i++) {
		if (stack->count || (uintptr_t)b->pcs[i] == pc)
			stack->pcs[stack->count++] = (uintptr_t)b->pcs[i];
	}
	/* Some end with a zero. */
	if (stack->count && stack->pcs[stack->count - 1] == 0)
		stack->count--;
}

static bool by_trace(uintptr_t pc, struct stack *stack)
{
	if (!fast)
		return false;
	from_array(pc, stack, fast(buffers()->pcs, array_size(buffers()->pcs)));
	return true;
}

static bool by_libgcc(uintptr_t pc, struct stack *stack)
{
	from_array(pc, stack, backtrace(buffers()->pcs, array_size(buffers()->pcs)));
	return true;
}

static const struct {
	const char *name;
	bool (*capture)(uintptr_t pc, struct stack *stack);
} oracles[] = {
	{ "unw_step", by_cursor },
	{ "unw_backtrace", by_trace },
	{ "backtrace", by_libgcc },
};

/* ---- the comparison -------------------------------------------------------------- */

static void print(const char *name, const struct stack *stack)
{
	fprintf(stderr, "%s: %d frames\n", name, stack->count);
	for (int i = 0; i < stack->count; i++) {
		Dl_info info = { .dli_fname = "?" };

		dladdr((void *)stack->pcs[i], &info);
		fprintf(stderr, "  %2d %#lx %s %s+%#lx\n", i, (unsigned long)stack->pcs[i],
			info.dli_fname, info.dli_sname ? info.dli_sname : "",
			(unsigned long)(stack->pcs[i] - (uintptr_t)(info.dli_sname
									    ? info.dli_saddr
									    : info.dli_fbase)));
	}
}

/* Both may be cut off at the same depth, never one alone. */
static bool same(const struct stack *a, const struct stack *b)
{
	if (a->count != b->count)
		return false;
	for (int i = 0; i < a->count; i++) {
		if (a->pcs[i] != b->pcs[i])
			return false;
	}
	return true;
}

bool unwind_check_stack(const struct stack *ours)
{
	struct buffers *b = buffers();
	bool all_same = true;

	for (size_t i = 0; i < array_size(oracles); i++) {
		if (unwind_by_libgcc_alone && oracles[i].capture != by_libgcc)
			continue;
		if (!oracles[i].capture(ours->pcs[0], &b->theirs) || same(ours, &b->theirs))
			continue;
		all_same = false;
		if (add_relaxed(&unwind_counts.mismatches, 1) < 3) {
			print("ours", ours);
			print(oracles[i].name, &b->theirs);
		}
	}
	add_relaxed(&unwind_counts.checks, 1);
	add_relaxed(&unwind_counts.frames, (unsigned long)ours->count);
	return all_same;
}

/* What the cache keeps for a stack, in place of a reference. */
static uint32_t sum_of(const struct stack *stack)
{
	uint32_t sum = 2166136261u;

	for (int i = 0; i < stack->count; i++) {
		for (int shift = 0; shift < 64; shift += 8)
			sum = (sum ^ (stack->pcs[i] >> shift & 0xff)) * 16777619u;
	}
	return sum | 1;
}

/* What the cache says must be what the walk says; then this one is kept. */
static bool check_cache(const struct caller *from, const struct stack *walked)
{
	uint32_t generation = stack_cache_generation();
	uint32_t found = stack_cache_find(from), sum = sum_of(walked);

	if (!found) {
		(void)stack_cache_due(from);
		(void)stack_cache_keep(from, walked->pcs, walked->count, UNWIND_DEPTH_MAX, sum,
				       generation);
		return true;
	}
	add_relaxed(&unwind_counts.cached, 1);
	if (found == sum)
		return true;
	if (add_relaxed(&unwind_counts.mismatches, 1) < 3)
		print("not what was cached", walked);
	return false;
}

never_inline bool unwind_check(void)
{
	struct caller from = CALLER();
	struct stack *ours = &buffers()->ours;
	bool as_cached;

	ours->count = unwind_cfi.capture(&from, ours->pcs, UNWIND_DEPTH_MAX);
	as_cached = check_cache(&from, ours);
	return unwind_check_stack(ours) && as_cached;
}

never_inline bool unwind_check_cache(void)
{
	struct caller from = CALLER();
	struct stack walked;

	walked.count = unwind_cfi.capture(&from, walked.pcs, UNWIND_DEPTH_MAX);
	add_relaxed(&unwind_counts.checks, 1);
	return check_cache(&from, &walked);
}

void unwind_flush(void)
{
	unwind_cfi.flush();
	stack_cache_flush();
}

never_inline void unwind_capture(struct stack *stack)
{
	struct caller from = CALLER();

	stack->count = unwind_cfi.capture(&from, stack->pcs, UNWIND_DEPTH_MAX);
}

void unwind_assert_equal(unsigned long checks_at_least)
{
	struct unwind_counts counts = unwind_counts;

	unwind_counts = (struct unwind_counts){ 0 };
	assert_int_equal(counts.mismatches, 0);
	assert_true(counts.checks >= checks_at_least);
}

char *unwind_guarded_pages(size_t pages, int protection)
{
	char *at = mmap(NULL, (pages + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(at != MAP_FAILED);
	assert_int_equal(munmap(at, PAGE), 0);
	assert_int_equal(munmap(at + (pages + 1) * PAGE, PAGE), 0);
	assert_int_equal(mprotect(at + PAGE, pages * PAGE, protection), 0);
	return at + PAGE;
}

/* ---- code made at run time --------------------------------------------------------- */

static char directory[] = "/tmp/test_unwind.XXXXXX";
static int files;

static void remove_files(void)
{
	char path[64];

	for (int i = 0; i < files; i++) {
		snprintf(path, sizeof(path), "%s/%d.c", directory, i);
		unlink(path);
		snprintf(path, sizeof(path), "%s/%d.so", directory, i);
		unlink(path);
	}
	rmdir(directory);
}

void *unwind_compile(const char *compiler, const char *flags, const char *source)
{
	static bool has_directory;
	char command[512], path[64];
	FILE *f;

	if (!has_directory) {
		assert_non_null(mkdtemp(directory));
		atexit(remove_files);
		has_directory = true;
	}
	snprintf(path, sizeof(path), "%s/%d.c", directory, files);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(source, f);
	assert_int_equal(fclose(f), 0);
	snprintf(command, sizeof(command),
		 "%s -shared -fPIC %s -Wl,-z,lazy -o %s/%d.so %s >/dev/null 2>&1", compiler, flags,
		 directory, files, path);
	snprintf(path, sizeof(path), "%s/%d.so", directory, files);
	files++;
	if (system(command) != 0)
		return NULL;
	return dlopen(path, RTLD_LAZY | RTLD_LOCAL);
}

/* See unwind_shapes.h. */
#include "unwind_shapes.h"

#include <alloca.h>
#include <stdlib.h>

static volatile char sink;

typedef void call(const uint8_t *path, int depth);

static call *functions[SHAPES];

void (*shapes_bottom)(void);

static must_inline void next(const uint8_t *path, int depth)
{
	if (depth == 0)
		shapes_bottom();
	else
		functions[*path](path + 1, depth - 1);
}

#define FUNCTION(name, attributes, size)                                         \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                        \
		volatile char pad[size];                                         \
                                                                                 \
		pad[depth % sizeof(pad)] = (char)*path;                          \
		next(path, depth);                                               \
		sink = pad[depth % sizeof(pad)];                                 \
	}

#if defined(__clang__)
#define O0 __attribute__((optnone))
#define O2
#define O3
#else
#define O0 __attribute__((optimize("O0")))
#define O2 __attribute__((optimize("O2", "omit-frame-pointer")))
#define O3 __attribute__((optimize("O3", "omit-frame-pointer")))
#endif

#define EIGHT(a, at, size)                                                                         \
	FUNCTION(a##0, at, size)                                                                   \
	FUNCTION(a##1, at, size + 8)                                                               \
	FUNCTION(a##2, at, size + 24) FUNCTION(a##3, at, size + 72) FUNCTION(a##4, at, size + 200) \
		FUNCTION(a##5, at, size + 600) FUNCTION(a##6, at, size + 1000)                     \
			FUNCTION(a##7, at, size + 3)
#define EIGHT_NAMES(a) a##0, a##1, a##2, a##3, a##4, a##5, a##6, a##7,

EIGHT(plain_, O2, 16)
EIGHT(slow_, O0, 16)
EIGHT(fast_, O3, 1)

/* Sizes that only the run knows. */
#define ALLOCA(name, attributes, factor)                                         \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                        \
		volatile char *pad = alloca((size_t)(*path + 1) * (factor));     \
                                                                                 \
		pad[0] = (char)depth;                                            \
		next(path, depth);                                               \
		sink = pad[0];                                                   \
	}
ALLOCA(alloca_0, O2, 1)
ALLOCA(alloca_1, O0, 7)
ALLOCA(alloca_2, O3, 33)
ALLOCA(alloca_3, O2, 2)

/* Frames that are aligned anew; with alloca the compiler needs a third register. */
#define ALIGNED(name, attributes, to)                                            \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                        \
		volatile char pad[40] __attribute__((aligned(to)));              \
		volatile char *more = alloca((size_t)*path % 3 * 48 + 1);        \
                                                                                 \
		pad[0] = more[0] = (char)depth;                                  \
		next(path, depth);                                               \
		sink = (char)(pad[0] + more[0]);                                 \
	}
ALIGNED(aligned_0, O2, 32)
ALIGNED(aligned_1, O0, 64)
ALIGNED(aligned_2, O3, 128)
ALIGNED(aligned_3, O2, 256)

/* Through libc's code, which keeps no frame pointers. */
static const uint8_t *qsort_path;
static int qsort_depth;

static int by_calling(const void *a, const void *b)
{
	int depth = qsort_depth;

	qsort_depth = -1;
	if (depth >= 0)
		next(qsort_path, depth);
	return *(const int *)a - *(const int *)b;
}

static never_inline void sorted(const uint8_t *path, int depth)
{
	int values[7] = { 5, 3, 7, 1, 6, 2, 4 };

	qsort_path = path;
	qsort_depth = depth;
	qsort(values, array_size(values), sizeof(values[0]), by_calling);
	sink = (char)values[0];
}

/* Registers in use across the call, so that they are saved in odd places. */
static O3 never_inline void busy(const uint8_t *path, int depth)
{
	uint64_t a = path[0], b = path[1], c = (uint64_t)depth, d = a * b, e = b * c, f = a + c;

	next(path, depth);
	sink = (char)(a ^ b ^ c ^ d ^ e ^ f);
	next(path, 0);
	sink = (char)(a + b + c + d + e + f);
}

/* Larger than any rule for an ordinary frame of aarch64, and than what a window grows by. */
never_inline void shapes_large(const uint8_t *path, int depth)
{
	volatile char pad[300000];

	pad[0] = (char)depth;
	next(path, depth);
	sink = pad[0];
}

static call *functions[SHAPES] = {
	EIGHT_NAMES(plain_) EIGHT_NAMES(slow_) EIGHT_NAMES(fast_) alloca_0,
	alloca_1,
	alloca_2,
	alloca_3,
	aligned_0,
	aligned_1,
	aligned_2,
	aligned_3,
	sorted,
	busy,
	plain_0,
	slow_1,
	fast_2,
	alloca_0,
	aligned_0,
	sorted,
};

void shapes_random_path(uint8_t *path, int depth)
{
	for (int i = 0; i <= depth; i++)
		path[i] = (uint8_t)(random() % SHAPES);
}

void shapes_call(const uint8_t *path, int depth)
{
	next(path, depth);
}

/* base/arena: what is taken, how it grows, what limits do to it, copies for a forked child. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

#include "base/arena.h"

#define KIB ((size_t)1024)

/* An arena whose count lies in its first word, as the ledger's does in its header. */
static uint64_t *start(struct arena *arena, int fd, size_t first_bytes)
{
	uint64_t *used;

	assert_int_equal(arena_start(arena, fd, first_bytes), 0);
	used = (uint64_t *)(void *)arena->base;
	assert_int_equal(*used, 0);
	*used = 64;
	return used;
}

static void stop(struct arena *arena)
{
	assert_int_equal(munmap(arena->base, arena->reserved_bytes), 0);
	if (arena->fd >= 0)
		assert_int_equal(close(arena->fd), 0);
}

static int memory_file(void)
{
	int fd = memfd_create("test_arena", MFD_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static off_t file_bytes(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st.st_size;
}

static void starts_in_whole_pages(void **state)
{
	struct arena arena;

	(void)state;
	(void)start(&arena, -1, 1);
	assert_int_equal(arena.mapped_bytes, 64 * KIB);
	assert_int_equal(arena.fd, -1);
	stop(&arena);
}

static void takes_multiples_of_8(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	assert_int_equal(arena_take(&arena, used, 1), 64);
	assert_int_equal(arena_take(&arena, used, 8), 72);
	assert_int_equal(arena_take(&arena, used, 9), 80);
	assert_int_equal(arena_take(&arena, used, 1), 96);
	assert_int_equal(*used, 104);
	stop(&arena);
}

static void what_is_large_begins_at_a_line(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	assert_int_equal(arena_take(&arena, used, 8), 64);
	assert_int_equal(arena_take(&arena, used, 64), 72);
	assert_int_equal(arena_take(&arena, used, ARENA_ALIGNED - 16), 136);
	assert_int_equal(*used, 4216);
	assert_int_equal(arena_take(&arena, used, ARENA_ALIGNED), 4224);
	assert_int_equal(*used, 4224 + ARENA_ALIGNED);
	stop(&arena);
}

static void offset_0_is_nowhere(void **state)
{
	struct arena arena;

	(void)state;
	(void)start(&arena, -1, 128 * KIB);
	assert_null(arena_at(&arena, 0));
	assert_ptr_equal(arena_at(&arena, 72), arena.base + 72);
	stop(&arena);
}

static void what_is_taken_is_zeroed(void **state)
{
	static const char zero[300 * 1024];
	struct arena arena;
	uint64_t *used = start(&arena, memory_file(), 128 * KIB);
	uint32_t at = arena_take(&arena, used, sizeof(zero));

	(void)state;
	assert_int_equal(at, 64);
	assert_memory_equal(arena_at(&arena, at), zero, sizeof(zero));
	stop(&arena);
}

static void grows_by_doubling_then_by_16_mib(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);
	size_t expected = 128 * KIB;

	(void)state;
	while (expected < 64 * KIB * KIB) {
		size_t step = expected < 16 * KIB * KIB ? expected : 16 * KIB * KIB;

		while (*used % ARENA_LINE != 0)
			assert_int_not_equal(arena_take(&arena, used, 8), 0);
		/* Up to the last byte nothing grows, and the next one does it. */
		assert_int_not_equal(arena_take(&arena, used, expected - *used), 0);
		assert_int_equal(arena.mapped_bytes, expected);
		assert_int_equal(arena_take(&arena, used, 1), expected);
		expected += step;
		assert_int_equal(arena.mapped_bytes, expected);
	}
	stop(&arena);
}

static void one_large_piece_is_one_step(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	assert_int_equal(arena_take(&arena, used, 1000 * KIB), 64);
	assert_int_equal(arena.mapped_bytes, 1024 * KIB);
	stop(&arena);
}

static void what_is_too_large_leaves_all_as_it_was(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	assert_int_equal(arena_take(&arena, used, arena.reserved_bytes), 0);
	assert_int_equal(*used, 64);
	assert_int_equal(arena.mapped_bytes, 128 * KIB);
	assert_int_equal(arena_take(&arena, used, 8), 64);
	stop(&arena);
}

/* Nobody pays twice for a full file system: the limit is where it failed. */
static void a_file_that_cannot_grow_is_not_asked_again(void **state)
{
	struct arena arena;
	int fd = memfd_create("arena", MFD_ALLOW_SEALING);
	uint64_t *used = start(&arena, fd, 128 * KIB);

	(void)state;
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW), 0);
	assert_int_equal(arena_take(&arena, used, 200 * KIB), 0);
	assert_int_equal(arena.reserved_bytes, 128 * KIB);
	assert_int_equal(arena_take(&arena, used, 8), 64);
	stop(&arena);
}

static void the_file_has_it_all(void **state)
{
	struct arena arena;
	int fd = memory_file();
	uint64_t *used = start(&arena, fd, 128 * KIB);
	uint32_t at = arena_take(&arena, used, 200 * KIB);
	char back[8];

	(void)state;
	memcpy(arena_at(&arena, at + 200 * KIB - 8), "the end", 8);
	assert_int_equal(file_bytes(fd), 256 * KIB);
	assert_int_equal(pread(fd, back, 8, (off_t)(at + 200 * KIB - 8)), 8);
	assert_string_equal(back, "the end");
	stop(&arena);
}

static void a_file_that_cannot_be_written_is_an_error(void **state)
{
	struct arena arena;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(arena_start(&arena, fd, 128 * KIB), -EBADF);
	assert_null(arena.base);
	(void)close(fd);
}

/* The kernel would answer with SIGXFSZ. */
static void the_limit_of_file_sizes_is_no_signal(void **state)
{
	struct rlimit saved, limit;
	struct arena arena;
	uint64_t *used = start(&arena, memory_file(), 128 * KIB);

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &saved), 0);
	limit = saved;
	limit.rlim_cur = 200 * KIB;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 0);
	assert_int_equal(arena.mapped_bytes, 128 * KIB);
	assert_int_equal(arena.growing, 0);
	assert_int_equal(file_bytes(arena.fd), 128 * KIB);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &saved), 0);
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 64);
	stop(&arena);
}

static rlim_t address_space_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%lu", &pages), 1);
	(void)fclose(f);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void reserves_less_where_addresses_are_limited(void **state)
{
	struct rlimit saved, limit;
	struct arena arena;
	int r;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_AS, &saved), 0);
	limit = saved;
	limit.rlim_cur = address_space_bytes() + 1024 * KIB * KIB;
	assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
	r = arena_start(&arena, -1, 128 * KIB);
	assert_int_equal(setrlimit(RLIMIT_AS, &saved), 0);
	assert_int_equal(r, 0);
	/* A small part, or the program does not get what it gets without us. */
	assert_true(arena.reserved_bytes <= limit.rlim_cur / 31);
	assert_true(arena.reserved_bytes >= 4 * KIB * KIB);
	stop(&arena);
}

static void gives_back_addresses_that_get_scarce(void **state)
{
	struct rlimit saved, limit;
	rlim_t before, after;
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_AS, &saved), 0);
	limit = saved;
	before = address_space_bytes();
	limit.rlim_cur = 1024 * KIB * KIB;
	assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
	arena_addresses_limited(&arena);
	assert_int_equal(setrlimit(RLIMIT_AS, &saved), 0);
	after = address_space_bytes();
	assert_true(after < before - 400 * KIB * KIB);
	/* It still grows; and asking again takes no more. */
	assert_int_not_equal(arena_take(&arena, used, 1024 * KIB), 0);
	arena_addresses_limited(&arena);
	assert_int_not_equal(arena_take(&arena, used, 1024 * KIB), 0);
	stop(&arena);
}

/* Who comes while another one grows it for too long goes without. */
static void a_held_right_to_grow_is_not_waited_for_forever(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);

	(void)state;
	arena.growing = 1;
	for (int i = 0; i < 1000; i++) /* and the later ones not at all */
		assert_int_equal(arena_take(&arena, used, 128 * KIB), 0);
	assert_int_equal(arena_take(&arena, used, 8), 64);
	arena.growing = 0;
	assert_int_not_equal(arena_take(&arena, used, 128 * KIB), 0);
	stop(&arena);
}

static void *stop_growing_later(void *arena)
{
	(void)usleep(100000);
	__atomic_store_n(&((struct arena *)arena)->growing, 0, __ATOMIC_RELEASE);
	return NULL;
}

/* Who is at it may have lost its processor: that is no reason to lose a record. */
static void a_slow_one_is_waited_for(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);
	pthread_t thread;

	(void)state;
	arena.growing = 1;
	assert_int_equal(pthread_create(&thread, NULL, stop_growing_later, &arena), 0);
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 64);
	assert_int_equal(pthread_join(thread, NULL), 0);
	stop(&arena);
}

static void a_copy_is_apart(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, memory_file(), 128 * KIB);
	char *text = arena_at(&arena, arena_take(&arena, used, 16));
	char *copy;

	(void)state;
	memcpy(text, "before", 7);
	copy = arena_copy(&arena, *used);
	assert_non_null(copy);
	assert_string_equal(copy + 64, "before");
	memcpy(text, "after", 6);
	assert_string_equal(copy + 64, "before");
	arena_copy_drop(&arena, copy);
	arena_copy_drop(&arena, NULL);
	stop(&arena);
}

/* What a forked child does with it. */
static void an_adopted_copy_takes_the_place(void **state)
{
	struct arena arena;
	int fd = memory_file();
	uint64_t *used = start(&arena, fd, 128 * KIB);
	char *text = arena_at(&arena, arena_take(&arena, used, 16));
	const uint8_t *base = arena.base;
	char back[16] = "";
	void *copy;

	(void)state;
	memcpy(text, "before", 7);
	copy = arena_copy(&arena, *used);
	assert_non_null(copy);
	arena.growing = 1;
	assert_int_equal(arena_adopt_copy(&arena, copy), 0);
	assert_ptr_equal(arena.base, base);
	assert_int_equal(arena.fd, -1);
	assert_int_equal(arena.growing, 0);
	assert_string_equal(text, "before");
	memcpy(text, "after", 6);
	assert_int_equal(pread(fd, back, sizeof(back), 64), sizeof(back));
	assert_string_equal(back, "before");
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 128);
	assert_int_equal(file_bytes(fd), 128 * KIB);
	(void)close(fd);
	stop(&arena);
}

static void memory_moves_into_a_file(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);
	char *text = arena_at(&arena, arena_take(&arena, used, 16));
	int fd = memory_file();
	char back[16] = "";

	(void)state;
	memcpy(text, "before", 7);
	assert_int_equal(arena_move_to_file(&arena, fd, *used), 0);
	assert_int_equal(arena.fd, fd);
	/* Only what is used; the rest is taken anew. */
	assert_int_equal(file_bytes(fd), 64 * KIB);
	assert_int_equal(arena.mapped_bytes, 64 * KIB);
	assert_string_equal(text, "before");
	memcpy(text, "after", 6);
	assert_int_equal(pread(fd, back, sizeof(back), 64), sizeof(back));
	assert_string_equal(back, "after");
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 128);
	assert_int_equal(arena.mapped_bytes, 192 * KIB);
	assert_int_equal(file_bytes(fd), 192 * KIB);
	memset(arena_at(&arena, 128), 1, 128 * KIB);
	stop(&arena);
}

static void a_file_without_room_leaves_the_memory(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(arena_move_to_file(&arena, fd, *used), -EBADF);
	assert_int_equal(arena.fd, -1);
	assert_int_equal(arena_take(&arena, used, 8), 64);
	(void)close(fd);
	stop(&arena);
}

static void a_trimmed_one_grows_while_there_is_room(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 256 * KIB);
	size_t reserved = arena.reserved_bytes;
	char kept[64 * KIB];

	(void)state;
	memset(arena.base + *used, 1, sizeof(kept) - *used);
	*used = sizeof(kept);
	memcpy(kept, arena.base, sizeof(kept));
	arena.base[sizeof(kept)] = 1;
	arena_trim(&arena, *used);
	assert_memory_equal(arena.base, kept, sizeof(kept));
	assert_int_equal(arena.base[sizeof(kept)], 0);
	assert_int_equal(arena_take(&arena, used, 300 * KIB), 64 * KIB);
	assert_int_equal(arena.mapped_bytes, 512 * KIB);
	arena.base[512 * KIB - 1] = 1;
	assert_int_equal(arena.reserved_bytes, reserved);
	stop(&arena);
}

/* What somebody else has mapped there stays. */
static void a_trimmed_one_takes_nothing_away(void **state)
{
	struct arena arena;
	uint64_t *used = start(&arena, -1, 128 * KIB);
	char *theirs;

	(void)state;
	arena_trim(&arena, *used);
	theirs = mmap(arena.base + 128 * KIB, 4096, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	assert_ptr_equal(theirs, arena.base + 128 * KIB);
	*theirs = 7;
	assert_int_equal(arena_take(&arena, used, 128 * KIB), 0);
	assert_int_equal(*theirs, 7);
	assert_int_equal(arena_take(&arena, used, 64 * KIB), 64);
	stop(&arena);
}

/* All at once, and after that as a trimmed one. */
static void a_little_one_is_there_at_once(void **state)
{
	struct arena arena;
	uint64_t *used;

	(void)state;
	assert_int_equal(arena_start_little(&arena, 256 * KIB), 0);
	used = (uint64_t *)(void *)arena.base;
	*used = 64;
	assert_int_equal(arena_take(&arena, used, 256 * KIB - 64), 64);
	assert_int_equal(arena.mapped_bytes, 256 * KIB);
	arena.base[256 * KIB - 1] = 1;
	assert_int_equal(munmap(arena.base, arena.mapped_bytes), 0);
}

/* Whoever has mapped what comes next keeps it, and there is no more room then. */
static void a_little_one_takes_nothing_away(void **state)
{
	char *theirs = mmap(NULL, 512 * KIB, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct arena arena;
	uint64_t *used;

	(void)state;
	assert_ptr_not_equal(theirs, MAP_FAILED);
	theirs[256 * KIB] = 7;
	assert_int_equal(munmap(theirs, 256 * KIB), 0);
	assert_int_equal(arena_start_little(&arena, 256 * KIB), 0);
	if (arena.base != (uint8_t *)theirs)
		assert_ptr_equal(mremap(arena.base, 256 * KIB, 256 * KIB,
					MREMAP_MAYMOVE | MREMAP_FIXED, theirs), theirs);
	arena.base = (uint8_t *)theirs;
	used = (uint64_t *)(void *)arena.base;
	*used = 64;
	assert_int_equal(arena_take(&arena, used, 256 * KIB), 0);
	assert_int_equal(theirs[256 * KIB], 7);
	assert_int_equal(arena_take(&arena, used, 8), 64);
	assert_int_equal(munmap(theirs, 512 * KIB), 0);
}

/* ---- A signal while it grows ------------------------------------------- */

#define SIGNALS_MOST 100

static struct {
	struct arena *volatile arena;
	uint64_t *used;
	int left; /* for the handler to take */
	volatile sig_atomic_t failed;
} shared;

static void take_in_handler(int number)
{
	(void)number;
	if (shared.arena && shared.left-- > 0 &&
	    arena_take(shared.arena, shared.used, 64 * KIB) == 0)
		shared.failed++;
}

/* The handler would wait, in vain, for what it interrupts. */
static void a_signal_handler_does_not_come_in_between(void **state)
{
	struct itimerval every = { { 0, 100 }, { 0, 100 } }, never = { { 0, 0 }, { 0, 0 } };

	(void)state;
	assert_true(signal(SIGALRM, take_in_handler) != SIG_ERR);
	assert_int_equal(setitimer(ITIMER_REAL, &every, NULL), 0);
	for (int i = 0; i < 300; i++) {
		struct arena arena;

		shared.used = start(&arena, memory_file(), 64 * KIB);
		shared.left = SIGNALS_MOST;
		shared.arena = &arena;
		for (int k = 0; k < 8; k++)
			assert_int_not_equal(arena_take(&arena, shared.used, 64 * KIB), 0);
		shared.arena = NULL;
		stop(&arena);
	}
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	assert_int_equal(shared.failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(starts_in_whole_pages),
		fdw_cmocka_test(takes_multiples_of_8),
		fdw_cmocka_test(what_is_large_begins_at_a_line),
		fdw_cmocka_test(offset_0_is_nowhere),
		fdw_cmocka_test(what_is_taken_is_zeroed),
		fdw_cmocka_test(grows_by_doubling_then_by_16_mib),
		fdw_cmocka_test(one_large_piece_is_one_step),
		fdw_cmocka_test(what_is_too_large_leaves_all_as_it_was),
		fdw_cmocka_test(a_file_that_cannot_grow_is_not_asked_again),
		fdw_cmocka_test(the_file_has_it_all),
		fdw_cmocka_test(a_file_that_cannot_be_written_is_an_error),
		fdw_cmocka_test(the_limit_of_file_sizes_is_no_signal),
		fdw_cmocka_test(reserves_less_where_addresses_are_limited),
		fdw_cmocka_test(gives_back_addresses_that_get_scarce),
		fdw_cmocka_test(a_held_right_to_grow_is_not_waited_for_forever),
		fdw_cmocka_test(a_slow_one_is_waited_for),
		fdw_cmocka_test(a_signal_handler_does_not_come_in_between),
		fdw_cmocka_test(a_copy_is_apart),
		fdw_cmocka_test(an_adopted_copy_takes_the_place),
		fdw_cmocka_test(memory_moves_into_a_file),
		fdw_cmocka_test(a_file_without_room_leaves_the_memory),
		fdw_cmocka_test(a_trimmed_one_grows_while_there_is_room),
		fdw_cmocka_test(a_trimmed_one_takes_nothing_away),
		fdw_cmocka_test(a_little_one_is_there_at_once),
		fdw_cmocka_test(a_little_one_takes_nothing_away),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}

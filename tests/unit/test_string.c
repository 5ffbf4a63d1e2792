/* The library's own string.h: each function does what libc's does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

/* The file is empty for programs; here it is compiled under other names. */
#undef __PIE__
#undef FDWARDEN_STATIC
#define memcpy  own_memcpy
#define memmove own_memmove
#define memset  own_memset
#define memcmp  own_memcmp
#define memchr  own_memchr
#define strlen  own_strlen
#define strcmp  own_strcmp
#define strncmp own_strncmp
#define strchr  own_strchr
#define strrchr own_strrchr
#define strspn  own_strspn
#define strcspn own_strcspn
#define strstr  own_strstr
#define strcpy  own_strcpy
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#include "base/string.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strcmp
#undef strncmp
#undef strchr
#undef strrchr
#undef strspn
#undef strcspn
#undef strstr
#undef strcpy

#define ROOM 64

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void fill(char *at, size_t size, unsigned int letters)
{
	for (size_t i = 0; i < size; i++)
		at[i] = (char)((unsigned int)rand() % letters);
}

static void test_memory(void **state)
{
	char ours[ROOM], theirs[ROOM], from[ROOM];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t size = (unsigned int)rand() % (ROOM / 2), at = (unsigned int)rand() % 16;
		size_t source = (unsigned int)rand() % 16;

		fill(from, ROOM, 256);
		fill(ours, ROOM, 256);
		memcpy(theirs, ours, ROOM);
		assert_ptr_equal(own_memcpy(ours + at, from + source, size), ours + at);
		memcpy(theirs + at, from + source, size);
		assert_memory_equal(ours, theirs, ROOM);
		assert_ptr_equal(own_memmove(ours + at, ours + source, size), ours + at);
		memmove(theirs + at, theirs + source, size);
		assert_memory_equal(ours, theirs, ROOM);
		assert_ptr_equal(own_memset(ours + at, (int)at - 8, size), ours + at);
		memset(theirs + at, (int)at - 8, size);
		assert_memory_equal(ours, theirs, ROOM);
		assert_ptr_equal(own_memchr(ours + at, from[0], size),
				 memchr(ours + at, from[0], size));
		memcpy(from, ours, ROOM);
		from[at + size / 2] ^= (char)(round % 3);
		assert_int_equal(sign(own_memcmp(ours + at, from + at, size)),
				 sign(memcmp(ours + at, from + at, size)));
	}
}

static void test_strings(void **state)
{
	char a[ROOM], b[ROOM], copy[ROOM];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t size = (unsigned int)rand() % 12;

		fill(a, ROOM, 4);
		fill(b, ROOM, 4);
		a[ROOM - 1] = b[(unsigned int)rand() % 5] = b[ROOM - 1] = '\0';
		if (round % 2)
			memcpy(b, a, size);
		assert_int_equal(own_strlen(a), strlen(a));
		assert_int_equal(sign(own_strcmp(a, b)), sign(strcmp(a, b)));
		assert_int_equal(sign(own_strncmp(a, b, size)), sign(strncmp(a, b, size)));
		assert_ptr_equal(own_strchr(a, b[0]), strchr(a, b[0]));
		assert_ptr_equal(own_strrchr(a, b[0]), strrchr(a, b[0]));
		assert_int_equal(own_strspn(a, b), strspn(a, b));
		assert_int_equal(own_strcspn(a, b), strcspn(a, b));
		assert_ptr_equal(own_strstr(a, b), strstr(a, b));
		assert_ptr_equal(own_strcpy(copy, a), copy);
		assert_string_equal(copy, a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(test_memory),
		fdw_cmocka_test(test_strings),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}

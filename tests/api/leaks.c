/* Leak checks on demand, and what is no leak because the program says so. */
#include "api.h"

static void block(void)
{
	FDW_DISABLED_HERE;

	CHECK(open_null() >= 0);
}

int main(void)
{
	int a, b;

	CHECK(fdw_check() == 0);
	a = open("/dev/full", O_WRONLY);
	CHECK(fdw_count_leaks() == 1);
	CHECK(fdw_check() == 1 && fdw_check() == 1);
	CHECK(fdw_ignore(a) == 0 && fdw_check() == 0);
	/* It is about the descriptor, not about the number. */
	CHECK(close(a) == 0 && fdw_ignore(a) == -1);
	a = open_null();
	CHECK(fdw_count_leaks() == 1 && close(a) == 0);
	fdw_disable();
	fdw_disable();
	CHECK(open_null() >= 0);
	fdw_enable();
	CHECK(open_null() >= 0);
	fdw_enable();
	block();
	CHECK(fdw_count_leaks() == 0);
	fdw_enable();
	b = open_null();
	CHECK(fdw_count_leaks() == 1);
	CHECK(fdw_expect_open(b) == 0 && fdw_count_leaks() == 0);
	CHECK(fdw_expect_open(902) == -1 && fdw_expect_open(-1) == -1);
	return 0;
}

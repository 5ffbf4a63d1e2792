#include <fcntl.h>
#include <fdwarden/cmocka.h>
#include <unistd.h>

static void closes(void **state)
{
	(void)state;
	assert_int_equal(close(open("/dev/null", O_RDONLY)), 0);
}

static void leaves_open(void **state)
{
	(void)state;
	assert_true(open("/dev/null", O_RDONLY) >= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(closes),
		fdw_cmocka_test(leaves_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

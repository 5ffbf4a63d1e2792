/* A process is known by its number and by when it had started: that of another comes later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>
#include <time.h>

#include <fdwarden/cmocka.h>

#include "../../tools/fdwarden/process.c"

static void test_alive(void **state)
{
	uint64_t started = process_start_ticks(getpid());

	(void)state;
	assert_true(started > 0);
	assert_true(process_is_alive(getpid(), started));
	assert_true(process_is_alive(getpid(), started + 1));
	assert_true(process_is_alive(getpid(), UINT64_MAX));
}

static void test_number_of_another(void **state)
{
	(void)state;
	assert_false(process_is_alive(getpid(), process_start_ticks(getpid()) - 1));
	assert_false(process_is_alive(getpid(), 0));
}

static void test_dead(void **state)
{
	pid_t child = fork();
	siginfo_t info;

	(void)state;
	if (child == 0)
		_exit(0);
	assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
	assert_true(process_start_ticks(child) > 0);
	assert_false(process_is_alive(child, UINT64_MAX)); /* a zombie */
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(process_start_ticks(child), 0);
	assert_false(process_is_alive(child, UINT64_MAX));
}

/* What a ledger says that is begun now: the library writes it (runtime/files.c). */
static void test_ticks_of_a_clock(void **state)
{
	uint64_t a_second = (uint64_t)sysconf(_SC_CLK_TCK), now;
	struct timespec t;

	(void)state;
	assert_int_equal(clock_gettime(CLOCK_BOOTTIME, &t), 0);
	now = (uint64_t)t.tv_sec * a_second + (uint64_t)t.tv_nsec / (1000000000u / a_second);
	assert_true(process_start_ticks(getpid()) <= now);
	assert_true(process_is_alive(getpid(), now));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alive),
		cmocka_unit_test(test_number_of_another),
		cmocka_unit_test(test_dead),
		cmocka_unit_test(test_ticks_of_a_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

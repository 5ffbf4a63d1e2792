/*
 * longjmp out of nested calls and out of a signal handler, between opens.
 */
#include "case.h"

#include <setjmp.h>
#include <signal.h>

static sigjmp_buf back;

static void handler(int number)
{
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	siglongjmp(back, number);
}

int main(void)
{
	volatile int rounds = 0;

	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	while (rounds < 5) {
		if (sigsetjmp(back, 1) == 0)
			raise(SIGUSR1);
		rounds++;
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	}
	return 0;
}

/*
 * A signal handler opens: the stack goes on through the signal's frame.
 *
 * expect: leak object=device opened=open@handler:OPENED
 */
#include "case.h"

#include <signal.h>

static void handler(int number)
{
	(void)number;
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	raise(SIGUSR1);
	return 0;
}

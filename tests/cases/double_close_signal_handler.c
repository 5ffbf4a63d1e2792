/*
 * A signal handler closes what the interrupted code has closed already.
 *
 * expect: double-close object=device
 *     at=close@handler:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <signal.h>

static volatile sig_atomic_t fd = -1;

static void handler(int number)
{
	int saved = errno;

	(void)number;
	close(fd); /* AT */
	errno = saved;
}

int main(void)
{
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	fd = open("/dev/null", O_RDWR); /* OPENED */
	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	raise(SIGUSR1);
	return 0;
}

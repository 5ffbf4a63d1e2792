/*
 * The process ends by a signal that it does not handle.
 *
 * expect: leak object=device opened=open@main:OPENED
 * native: signal SIGTERM
 */
#include "case.h"

#include <signal.h>

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	kill(getpid(), SIGTERM);
	pause();
	return 0;
}

/*
 * A program that dies of a signal, with nothing found.
 *
 * native: signal SIGTERM
 */
#include "case.h"

#include <signal.h>

int main(void)
{
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	raise(SIGTERM);
	return 0;
}

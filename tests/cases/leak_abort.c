/*
 * The process ends by abort.
 *
 * expect: leak object=device opened=open@main:OPENED
 * native: signal SIGABRT
 */
#include "case.h"

#include <sys/prctl.h>

int main(void)
{
	prctl(PR_SET_DUMPABLE, 0); /* no core file */
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	abort();
}

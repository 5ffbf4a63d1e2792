/*
 * The process is killed: nothing of it runs any more, and the report is there.
 *
 * expect: leak count=2 object=device opened=open@main:OPENED
 * native: signal SIGKILL
 */
#include "case.h"

#include <signal.h>

int main(void)
{
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	raise(SIGKILL);
	return 0;
}

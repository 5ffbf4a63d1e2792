/*
 * The process ends by _exit, past all handlers.
 *
 * expect: leak object=device opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	_exit(0);
}

/*
 * The process ends by quick_exit.
 *
 * expect: leak object=device opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	quick_exit(0);
}

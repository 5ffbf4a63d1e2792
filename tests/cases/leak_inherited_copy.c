/*
 * What was inherited is not the program's, a copy that it makes of it is.
 *
 * expect: leak object=device opened=dup@main:OPENED
 * shell: exec "$@" 7</dev/null
 */
#include "case.h"

int main(void)
{
	CHECK(dup(7) >= 0); /* OPENED */
	return 0;
}

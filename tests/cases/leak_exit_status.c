/*
 * A program that fails by itself keeps its own status, whatever is found.
 *
 * expect: leak object=device opened=open@main:OPENED
 * native: exit 3
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 3;
}

/*
 * Descriptors that the launcher left open: one is used, one closed, one not
 * touched. None is the program's to answer for.
 *
 * shell: exec "$@" 5</dev/zero 7</dev/null 9>&1
 */
#include "case.h"

int main(void)
{
	char byte = 'x';

	CHECK(read(5, &byte, 1) == 1 && byte == 0);
	CHECK(close(7) == 0);
	CHECK(fcntl(9, F_GETFD) == 0);
	return 0;
}

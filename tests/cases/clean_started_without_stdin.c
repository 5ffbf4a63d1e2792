/*
 * Started with standard input closed: it is closed for the program as well,
 * and the first number given out is 0.
 *
 * shell: exec "$@" 0<&-
 */
#include "case.h"

int main(void)
{
	CHECK_EBADF(fcntl(0, F_GETFD));
	CHECK(open("/dev/null", O_RDONLY) == 0);
	return 0;
}

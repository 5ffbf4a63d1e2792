/*
 * One of a pair of sockets is forgotten.
 *
 * expect: leak object=socket opened=socketpair@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int pair[2];

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0); /* OPENED */
	CHECK(close(pair[1]) == 0);
	return 0;
}

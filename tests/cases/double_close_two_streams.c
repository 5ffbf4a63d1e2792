/*
 * One stream to read and one to write over one socket: closing both closes it twice.
 *
 * expect: double-close object=socket
 *     at=fclose@main:AT closed=fclose@main:CLOSED opened=socketpair@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	FILE *in, *out;
	int pair[2];

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0); /* OPENED */
	in = fdopen(pair[0], "r");
	out = fdopen(pair[0], "w");
	CHECK(in && out && fputs("hello\n", out) >= 0);
	CHECK(fclose(out) == 0); /* CLOSED */
	CHECK(fclose(in) == EOF && errno == EBADF); /* AT */
	CHECK(close(pair[1]) == 0);
	return 0;
}

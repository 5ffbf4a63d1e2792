/*
 * Both ends of one pipe are two descriptors and one occurrence, and so are the
 * sockets of one pair, and the two sides of a terminal. Two pipes are two, and
 * so are two pairs of which one socket each was closed.
 *
 * expect: leak object=pipe count=4 opened=pipe@main:TWICE
 * expect: leak object=socket count=2 opened=socketpair@main:HALVES
 * options: --leaks repeated
 */
#include "case.h"

#include <pty.h>
#include <sys/socket.h>
#include <sys/syscall.h>

int main(void)
{
	int ends[2];

	CHECK(pipe(ends) == 0);
	CHECK(pipe2(ends, O_CLOEXEC) == 0);
	CHECK(syscall(SYS_pipe2, ends, O_CLOEXEC) == 0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	CHECK(openpty(&ends[0], &ends[1], NULL, NULL, NULL) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(pipe(ends) == 0); /* TWICE */
	for (int i = 0; i < 2; i++) {
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0); /* HALVES */
		CHECK(close(ends[0]) == 0);
	}
	return 0;
}

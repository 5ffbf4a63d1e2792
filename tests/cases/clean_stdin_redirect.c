/*
 * close(0); open(): the file becomes standard input. close(1); dup(): the pipe
 * becomes standard output. Again and again.
 *
 * stdout: lowest
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int saved = dup(1), ends[2];

	CHECK(saved > 2 && pipe(ends) == 0);
	for (int i = 0; i < 5; i++) {
		CHECK(close(0) == 0);
		CHECK(open("/dev/null", O_RDONLY) == 0);
		CHECK(close(1) == 0);
		CHECK(dup(ends[1]) == 1);
	}
	CHECK(close(0) == 0 && socket(AF_UNIX, SOCK_STREAM, 0) == 0);
	CHECK(close(1) == 0 && fcntl(saved, F_DUPFD, 0) == 1);
	CHECK(close(saved) == 0 && close(ends[0]) == 0 && close(ends[1]) == 0);
	puts("lowest");
	return 0;
}

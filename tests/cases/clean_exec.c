/*
 * At exec one descriptor goes by CLOEXEC and one is handed on: the next
 * program, which finds it open, closes it.
 *
 * process: root exec
 * process: root exit 0
 */
#include "case.h"

int main(int argc, char **argv)
{
	int closing, kept;

	if (argc > 1) {
		CHECK_EBADF(fcntl(60, F_GETFD));
		CHECK(fcntl(61, F_GETFD) == 0 && close(61) == 0);
		return 0;
	}
	closing = open("/dev/null", O_RDWR | O_CLOEXEC);
	CHECK(closing >= 0 && dup3(closing, 60, O_CLOEXEC) == 60);
	kept = dup2(closing, 61);
	CHECK(kept == 61);
	execl(argv[0], argv[0], "again", NULL);
	return 1;
}

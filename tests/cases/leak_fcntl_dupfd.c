/*
 * Copies made with F_DUPFD and F_DUPFD_CLOEXEC are never closed.
 *
 * expect: leak fd=50 object=device opened=fcntl@main:PLAIN
 * expect: leak fd=51 object=device opened=fcntl@main:CLOEXEC
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(fcntl(fd, F_DUPFD, 50) == 50); /* PLAIN */
	CHECK(fcntl(fd, F_DUPFD_CLOEXEC, 50) == 51); /* CLOEXEC */
	CHECK(close(fd) == 0);
	return 0;
}

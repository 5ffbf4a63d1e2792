/*
 * Numbers never open and numbers closed are probed with F_GETFD, F_GETFL and
 * F_DUPFD, as bash, dbus and node do. They get EBADF.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && fcntl(fd, F_GETFD) == 0 && close(fd) == 0);
	CHECK_EBADF(fcntl(fd, F_GETFD));
	CHECK_EBADF(fcntl(fd, F_GETFL));
	CHECK_EBADF(fcntl(fd, F_DUPFD, 10));
	CHECK_EBADF(fcntl(fd, F_DUPFD_CLOEXEC, 10));
	CHECK_EBADF(fcntl(255, F_GETFD));
	CHECK_EBADF(fcntl(63, F_GETFL));
	CHECK_EBADF(fcntl(10, F_DUPFD, 10));
	CHECK_EBADF(fcntl(-1, F_GETFD));
	return 0;
}

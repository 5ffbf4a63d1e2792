/*
 * Descriptors made in less common ways, over and over, each closed once: who
 * made them may be unknown, but nothing is wrong.
 *
 * ldflags: -lrt
 */
#include "case.h"

#include <mqueue.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <termios.h>

static void terminals(void)
{
	int main_end = posix_openpt(O_RDWR | O_NOCTTY), other_end;

	if (main_end < 0)
		return;
	CHECK(grantpt(main_end) == 0 && unlockpt(main_end) == 0);
	other_end = ioctl(main_end, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	if (other_end >= 0)
		CHECK(close(other_end) == 0);
	CHECK(close(main_end) == 0);
}

int main(void)
{
	char name[32];
	int fd;

	snprintf(name, sizeof(name), "/fdwarden-case-%d", getpid());
	for (int i = 0; i < 40; i++) {
		fd = shm_open(name, O_RDWR | O_CREAT, 0600);
		CHECK(fd >= 0 && ftruncate(fd, 1) == 0 && close(fd) == 0);
		fd = syscall(SYS_pidfd_open, getpid(), 0);
		if (fd >= 0)
			CHECK(close(fd) == 0);
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
		terminals();
	}
	CHECK(shm_unlink(name) == 0);
	return 0;
}

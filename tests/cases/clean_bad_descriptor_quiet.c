/*
 * Calls in which a number of -1, or a dead one, is right: nothing to be said
 * about them even with bad-descriptor asked for. Nor about probes and close-all.
 *
 * options: --checks=+bad-descriptor
 */
#include "case.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/signalfd.h>

int main(void)
{
	struct pollfd none = { .fd = -1, .events = POLLIN };
	int fd = open("/dev/null", O_RDWR);
	sigset_t set;
	void *memory;

	sigemptyset(&set);
	CHECK(fd >= 0 && close(fd) == 0);
	memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(memory != MAP_FAILED);
	memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
	CHECK(memory != MAP_FAILED);
	CHECK(poll(&none, 1, 0) == 0 && none.revents == 0);
	CHECK((fd = openat(-1, "/dev/null", O_RDONLY)) >= 0 && close(fd) == 0);
	CHECK((fd = openat(fd, "/dev/null", O_RDONLY)) >= 0 && close(fd) == 0);
	CHECK(faccessat(AT_FDCWD, ".", F_OK, 0) == 0);
	CHECK((fd = signalfd(-1, &set, 0)) >= 0 && close(fd) == 0);
	CHECK_EBADF(fcntl(255, F_GETFD));
	CHECK_EBADF(fcntl(10, F_DUPFD, 10));
	for (int i = 3; i < 100; i++)
		close(i);
	return 0;
}

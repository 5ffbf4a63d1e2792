/*
 * Every kind of descriptor, opened and closed once.
 */
#include "case.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

int main(void)
{
	char name[] = "t.XXXXXX";
	sigset_t set;
	int pair[4];

	sigemptyset(&set);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(close(openat(AT_FDCWD, "made", O_RDWR | O_CREAT, 0600)) == 0);
	CHECK(close(creat("made", 0600)) == 0);
	CHECK(close(open(".", O_RDWR | O_TMPFILE, 0600)) == 0);
	CHECK(close(open(".", O_PATH)) == 0);
	CHECK(close(mkstemp(name)) == 0);
	CHECK(close(socket(AF_INET, SOCK_DGRAM, 0)) == 0);
	CHECK(close(epoll_create1(0)) == 0);
	CHECK(close(eventfd(0, 0)) == 0);
	CHECK(close(timerfd_create(CLOCK_MONOTONIC, 0)) == 0);
	CHECK(close(signalfd(-1, &set, 0)) == 0);
	CHECK(close(inotify_init1(0)) == 0);
	CHECK(close(memfd_create("m", 0)) == 0);
	CHECK(pipe(pair) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair + 2) == 0);
	for (int i = 0; i < 4; i += 2)
		CHECK(close(pair[i + 1]) == 0 && close(pair[i]) == 0);
	return 0;
}

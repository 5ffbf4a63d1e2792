/*
 * A close takes effect at once: the reader sees the end, locks are free, the
 * listener is gone, the peer hears of it.
 */
#include "case.h"

#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>

static void pipe_ends(void)
{
	int ends[2];
	char byte;

	CHECK(pipe(ends) == 0 && close(ends[1]) == 0);
	CHECK(read(ends[0], &byte, 1) == 0 && close(ends[0]) == 0);
}

static void locks_go(void)
{
	int one = open("lock", O_RDWR | O_CREAT, 0600), two = open("lock", O_RDWR);

	CHECK(one >= 0 && two >= 0 && flock(one, LOCK_EX) == 0);
	CHECK(flock(two, LOCK_EX | LOCK_NB) == -1 && errno == EWOULDBLOCK);
	CHECK(close(one) == 0);
	CHECK(flock(two, LOCK_EX | LOCK_NB) == 0 && close(two) == 0);
}

static void listeners_go(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "s" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);

	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	CHECK(listen(fd, 1) == 0 && close(fd) == 0);
	CHECK(connect(client, (struct sockaddr *)&address, sizeof(address)) == -1);
	CHECK(errno == ECONNREFUSED && close(client) == 0 && unlink("s") == 0);
}

static void peers_hear(void)
{
	struct pollfd wanted = { .events = POLLIN };
	int pair[2];

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && close(pair[0]) == 0);
	wanted.fd = pair[1];
	CHECK(poll(&wanted, 1, 0) == 1 && wanted.revents & POLLHUP);
	CHECK(close(pair[1]) == 0);
}

int main(void)
{
	for (int i = 0; i < 3; i++) {
		pipe_ends();
		locks_go();
		listeners_go();
		peers_hear();
	}
	return 0;
}

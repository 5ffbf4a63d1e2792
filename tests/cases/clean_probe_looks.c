/*
 * A program asks which of its numbers are open by a look at each, up and down,
 * although some were closed before: a probe.
 */
#include "case.h"

#include <sys/socket.h>
#include <sys/stat.h>

static int look_stat(int fd)
{
	struct stat st;

	return fstat(fd, &st);
}

static int look_seek(int fd)
{
	return lseek(fd, 0, SEEK_CUR) < 0 ? -1 : 0;
}

static int look_socket(int fd)
{
	int type;
	socklen_t bytes = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &bytes);
}

static int count(int (*look)(int fd), int first, int step)
{
	int open = 0;

	for (int fd = first; fd >= 3 && fd < 64; fd += step)
		open += look(fd) == 0;
	return open;
}

int main(void)
{
	int kept;

	for (int i = 0; i < 8; i++)
		CHECK(open("/dev/zero", O_RDONLY) == 3 + i);
	kept = dup2(3, 6);
	for (int fd = 3; fd < 11; fd++)
		CHECK(fd == kept || close(fd) == 0);
	CHECK(count(look_stat, 3, 1) == 1 && count(look_stat, 63, -1) == 1);
	CHECK(count(look_seek, 3, 1) == 1 && count(look_socket, 63, -1) == 0);
	CHECK(close(kept) == 0);
	return 0;
}

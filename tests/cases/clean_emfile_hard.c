/*
 * The same with the hard limit lowered too, and by each call that makes
 * descriptors: closed numbers are there when they are needed.
 *
 * options: --checks=-exhausted
 */
#include "case.h"

#include <dirent.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

int main(void)
{
	struct rlimit limit = { 20, 20 };
	int fds[20], pair[2], count = 0;
	FILE *file;
	DIR *dir;

	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	while (count < 14 && (fds[count] = open("/dev/null", O_RDONLY)) >= 0)
		count++;
	CHECK(count == 14); /* three are left */
	for (int i = 0; i < 10; i++) {
		CHECK(pipe(pair) == 0 && close(pair[0]) == 0 && close(pair[1]) == 0);
		CHECK(close(dup(fds[0])) == 0);
		CHECK((file = fopen("/dev/null", "r")) && fclose(file) == 0);
		CHECK((dir = opendir(".")) && closedir(dir) == 0);
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
		CHECK(close(pair[0]) == 0 && close(pair[1]) == 0);
		CHECK(close(epoll_create1(0)) == 0 && close(eventfd(0, 0)) == 0);
		CHECK(close(socket(AF_INET, SOCK_DGRAM, 0)) == 0);
	}
	while (count > 0)
		CHECK(close(fds[--count]) == 0);
	return 0;
}

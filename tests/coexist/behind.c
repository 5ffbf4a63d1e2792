/*
 * For a library behind ours that makes descriptors by syscall(): each is opened once, and
 * by what the program called. Leaves one of each open.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pair[2];

	for (int i = 0; i < 3; i++)
		close(open("/dev/null", O_RDONLY));
	open("/dev/null", O_RDONLY);
	openat(AT_FDCWD, "/dev/null", O_RDONLY);
	dup(0);
	dup2(0, 100);
	socket(AF_UNIX, SOCK_STREAM, 0);
	if (pipe(pair) != 0)
		return 1;
	fopen("/dev/null", "r");
	return 0;
}

/* Makes the ledger grow: 600 descriptors from 64 places, a child, a double close and a leak. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int fds[600];

static __attribute__((noinline)) int deeper(unsigned int path)
{
	int fd = path ? (path & 1 ? deeper(path >> 1) : deeper(path / 2))
		      : open("/dev/null", O_RDONLY);

	__asm__ volatile("" : "+r"(fd));
	return fd;
}

static void doubly(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	close(fd);
}

int main(void)
{
	int status = 0;
	pid_t pid;

	for (unsigned int i = 0; i < 600; i++)
		fds[i] = deeper(i % 64 + 64);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 600; i++)
			close(fds[i]);
		_exit(3);
	}
	waitpid(pid, &status, 0);
	for (unsigned int i = 0; i < 600; i++)
		close(fds[i]);
	doubly();
	open("/", O_RDONLY);
	printf("child %d\n", WEXITSTATUS(status));
	return 0;
}

/* Has descriptors of several kinds, and stops where a debugger looks at them. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int open_log(void)
{
	return open("/dev/null", O_WRONLY); /* OPENED */
}

void stop(void);

void stop(void)
{
}

int main(int argc, char **argv)
{
	FILE *file;
	int copy;

	for (int fd = 3; fd < 256; fd++)
		close(fd);
	open_log(); /* CALLED */
	file = fopen(__FILE__, "r");
	copy = dup(0);
	close(copy); /* CLOSED */
	stop();
	if (argc > 1 && argv[1] != NULL) {
		printf("%d\n", (int)getpid());
		fflush(stdout);
		getchar();
	}
	return file == NULL;
}

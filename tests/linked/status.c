/* Leaves a descriptor open and ends in one of the ways there are: status HOW STATUS. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int status;

static void end_again(void)
{
	exit(status);
}

int main(int argc, char **argv)
{
	if (argc != 3 || open("/dev/null", O_RDONLY) < 0)
		return 99;
	status = atoi(argv[2]);
	if (strcmp(argv[1], "exit") == 0)
		exit(status);
	if (strcmp(argv[1], "_exit") == 0)
		_exit(status);
	if (strcmp(argv[1], "quick_exit") == 0)
		quick_exit(status);
	if (strcmp(argv[1], "atexit") == 0)
		return atexit(end_again);
	return status;
}

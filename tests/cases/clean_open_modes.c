/*
 * open reads its mode for O_CREAT and O_TMPFILE and not otherwise: what is
 * made has the bits that were asked for.
 *
 * stdout: 640 600 604
 */
#include "case.h"

#include <sys/stat.h>

static unsigned mode_of(int fd)
{
	struct stat status;

	CHECK(fd >= 0 && fstat(fd, &status) == 0 && close(fd) == 0);
	return status.st_mode & 0777;
}

int main(void)
{
	umask(0);
	printf("%o ", mode_of(open("a", O_WRONLY | O_CREAT, 0640)));
	printf("%o ", mode_of(open(".", O_RDWR | O_TMPFILE, 0600)));
	printf("%o\n", mode_of(creat("b", 0604)));
	CHECK(open("a", O_WRONLY | O_CREAT | O_EXCL, 0600) == -1 && errno == EEXIST);
	return 0;
}

/*
 * fdopendir took the descriptor over; its caller closes it before closedir.
 *
 * expect: owner-mismatch object=directory owner=DIR
 *     at=close@main:AT opened=open@main:OPENED owned=fdopendir@main:OWNED
 * expect: double-close object=directory
 *     at=closedir@main:AGAIN closed=close@main:AT opened=open@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int fd = open("/usr", O_RDONLY | O_DIRECTORY); /* OPENED */
	DIR *dir;

	CHECK(fd >= 0);
	dir = fdopendir(fd); /* OWNED */
	CHECK(dir);
	CHECK(close(fd) == 0); /* AT */
	CHECK_EBADF(closedir(dir)); /* AGAIN */
	return 0;
}

/*
 * fdopendir takes what another owner has not given away.
 *
 * expect: owner-mismatch owner=object
 *     at=fdopendir@main:AT opened=main:OPENED owned=fdw_owner_exchange@main:OWNED
 */
#include "case.h"

#include <dirent.h>

#include "fdwarden.h"

int main(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY); /* OPENED */
	DIR *dir;

	CHECK(fdw_owner_exchange(fd, 0, 1) == 0); /* OWNED */
	dir = fdopendir(fd); /* AT */
	CHECK(dir && closedir(dir) == 0);
	return 0;
}

/*
 * A directory stream made from a descriptor is never closed.
 *
 * expect: leak object=directory path=/usr owner=DIR opened=open@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int fd = open("/usr", O_RDONLY | O_DIRECTORY); /* OPENED */

	CHECK(fd >= 0 && fdopendir(fd));
	return 0;
}

/*
 * close(dirfd(dir)) behind the directory stream's back; closedir closes again.
 *
 * expect: owner-mismatch object=directory path=/usr owner=DIR
 *     at=close@main:AT opened=opendir@main:OPENED owned=opendir@main:OPENED
 * expect: double-close object=directory path=/usr
 *     at=closedir@main:AGAIN closed=close@main:AT opened=opendir@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	DIR *dir = opendir("/usr"); /* OPENED */

	CHECK(dir);
	CHECK(close(dirfd(dir)) == 0); /* AT */
	CHECK_EBADF(closedir(dir)); /* AGAIN */
	return 0;
}

/*
 * A directory is read, and never closed.
 *
 * expect: leak object=directory path=/usr owner=DIR opened=opendir@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	DIR *dir = opendir("/usr"); /* OPENED */

	CHECK(dir && readdir(dir));
	return 0;
}

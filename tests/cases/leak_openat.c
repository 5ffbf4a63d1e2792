/*
 * A file opened relative to a directory stays open; the directory does not.
 *
 * expect: leak object=file path=entry opened=openat@main:OPENED
 */
#include "case.h"

int main(void)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY);

	CHECK(dir >= 0);
	CHECK(openat(dir, "entry", O_RDWR | O_CREAT, 0600) >= 0); /* OPENED */
	CHECK(close(dir) == 0);
	return 0;
}

/*
 * The copy stays open when the original is closed.
 *
 * expect: leak object=file path=original opened=dup@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("original", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0);
	CHECK(dup(fd) >= 0); /* OPENED */
	CHECK(close(fd) == 0);
	return 0;
}

/*
 * A descriptor opened with O_PATH counts as any other.
 *
 * expect: leak object=file path=here opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("here", O_WRONLY | O_CREAT, 0600);

	CHECK(fd >= 0 && close(fd) == 0);
	CHECK(open("here", O_PATH) >= 0); /* OPENED */
	return 0;
}

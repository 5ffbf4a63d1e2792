/*
 * Between the two closes another file is opened. Without a tool the second
 * close succeeds and hits the other file, whose owner then gets EBADF.
 *
 * expect: double-close object=file path=mine
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int other, fd = open("mine", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	close(fd); /* CLOSED */
	other = open("other", O_RDWR | O_CREAT, 0600);
	CHECK(other >= 0);
	close(fd); /* AT */
	if (write(other, "x", 1) == 1)
		CHECK(close(other) == 0);
	return 0;
}

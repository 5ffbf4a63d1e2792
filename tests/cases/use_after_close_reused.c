/*
 * Another file is opened between the close and the late write, which would
 * natively land in it.
 *
 * expect: use-after-close object=file path=log
 *     at=write@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int database, log = open("log", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(log >= 0);
	CHECK(close(log) == 0); /* CLOSED */
	database = open("database", O_RDWR | O_CREAT, 0600);
	CHECK(database >= 0);
	if (write(log, "message\n", 8) < 0) /* AT */
		CHECK(errno == EBADF);
	CHECK(close(database) == 0);
	return 0;
}

/*
 * Five adjacent closes are not yet a close-all: the one that is a second close
 * is found.
 *
 * expect: double-close at=close@main:AT closed=close@main:CLOSED opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int null = open("/dev/null", O_RDWR);

	CHECK(null >= 0);
	for (int fd = 70; fd < 75; fd++)
		CHECK(dup2(null, fd) == fd); /* OPENED */
	CHECK(close(null) == 0);
	CHECK(close(72) == 0); /* CLOSED */
	CHECK(access(".", F_OK) == 0);
	for (int fd = 70; fd < 75; fd++)
		close(fd); /* AT */
	return 0;
}

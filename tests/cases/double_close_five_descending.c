/*
 * The same the other way round, the dead number at the end.
 *
 * expect: double-close fd=70
 *     at=close@main:AT closed=close@main:CLOSED opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int null = open("/dev/null", O_RDWR);

	CHECK(null >= 0);
	for (int fd = 70; fd < 75; fd++)
		CHECK(dup2(null, fd) == fd); /* OPENED */
	CHECK(close(null) == 0);
	CHECK(close(70) == 0); /* CLOSED */
	CHECK(access(".", F_OK) == 0);
	for (int fd = 74; fd >= 70; fd--)
		close(fd); /* AT */
	return 0;
}

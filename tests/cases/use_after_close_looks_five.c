/*
 * Five adjacent numbers are no probe yet, and neither are six with an opening in
 * between.
 *
 * expect: use-after-close count=5 fds=5 at=fstat@main:FIVE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close count=3 fds=3 at=fstat@main:THREE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close count=3 fds=3 at=fstat@main:MORE closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	struct stat st;

	for (int i = 0; i < 8; i++)
		CHECK(open("/dev/zero", O_RDONLY) == 3 + i); /* OPENED */
	for (int fd = 3; fd < 11; fd++)
		CHECK(close(fd) == 0); /* CLOSED */
	for (int fd = 3; fd < 8; fd++)
		CHECK_EBADF(fstat(fd, &st)); /* FIVE */
	CHECK(dup2(0, 40) == 40 && close(40) == 0);
	for (int fd = 3; fd < 6; fd++)
		CHECK_EBADF(fstat(fd, &st)); /* THREE */
	CHECK(dup2(0, 40) == 40 && close(40) == 0);
	for (int fd = 6; fd < 9; fd++)
		CHECK_EBADF(fstat(fd, &st)); /* MORE */
	return 0;
}

/*
 * A dozen files are opened and closed between the two closes.
 *
 * expect: double-close object=device path=/dev/null
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int kept, fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	close(fd); /* CLOSED */
	for (int i = 0; i < 12; i++) {
		int other = open("/dev/zero", O_RDONLY);

		CHECK(other >= 0 && close(other) == 0);
	}
	kept = open("/dev/zero", O_RDONLY);
	close(fd); /* AT */
	CHECK(kept >= 0);
	close(kept);
	return 0;
}

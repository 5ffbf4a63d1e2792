/*
 * A quarantine of 64 numbers holds one over fifty others.
 *
 * expect: double-close object=device path=/dev/full
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 * options: --quarantine 64
 */
#include "case.h"

int main(void)
{
	int kept, fd = open("/dev/full", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	close(fd); /* CLOSED */
	for (int i = 0; i < 50; i++) {
		int other = open("/dev/zero", O_RDONLY);

		CHECK(other >= 0 && close(other) == 0);
	}
	kept = open("/dev/zero", O_RDONLY);
	CHECK(kept >= 0);
	close(fd); /* AT */
	close(kept);
	return 0;
}

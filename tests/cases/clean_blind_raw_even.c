/*
 * Bare system calls free a number that is held back and open another one: as many
 * descriptors are open as the ledger believes, and not the same.
 *
 * blind: raw fd=700 object=device path=/dev/null
 * stats: lost=1 opens=1 closes=1
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	int fd = open("/dev/zero", O_RDONLY);

	CHECK(fd == 3 && close(fd) == 0);
	CHECK(raw(SYS_fcntl, 0, F_DUPFD, 700) == 700);
	(void)raw_close(fd);
	return 0;
}

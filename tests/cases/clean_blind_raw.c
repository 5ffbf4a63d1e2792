/*
 * A bare system call opens one, and another closes one that the ledger believes
 * open, whose number is then handed out anew: two blind spots, and no finding.
 *
 * blind: close fd=4 path=/dev/zero call=open
 * blind: raw fd=3 object=device path=/dev/null
 * stats: lost=2 opens=2 closes=2
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	int fd;

	CHECK(raw_open("/dev/null") == 3);
	fd = open("/dev/zero", O_RDONLY);
	CHECK(fd == 4 && raw_close(fd) == 0);
	fd = open("/dev/zero", O_RDONLY);
	CHECK(fd == 4 && close(fd) == 0);
	return 0;
}

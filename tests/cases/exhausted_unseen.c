/*
 * Bare system calls hold nearly all descriptors. The call that gets none has the ledger
 * compared, without a number left to list /proc/self/fd by.
 *
 * expect: exhausted at=open@main:AT opened=open@main:OPENED
 * blind: raw fd=4 object=device path=/dev/null call=open
 * blind: raw fd=5 object=device path=/dev/null call=open
 * status: 0
 * options: --limit=6
 */
#include "case.h"
#include "raw.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit limit = { 6, 6 };
	int fd;

	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	fd = open("/dev/zero", O_RDONLY); /* OPENED */
	CHECK(fd == 3 && raw_open("/dev/null") == 4 && raw_open("/dev/null") == 5);
	CHECK(open("/dev/zero", O_RDONLY) < 0 && errno == EMFILE); /* AT */
	CHECK(raw_close(4) == 0 && raw_close(5) == 0 && close(fd) == 0);
	return 0;
}

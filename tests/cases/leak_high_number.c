/*
 * A number far above what most programs ever see.
 *
 * expect: leak fd=9000 object=device opened=dup2@main:OPENED
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit limit;
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0);
	if (limit.rlim_max <= 9000) {
		fprintf(stderr, "the hard limit of descriptors is too low\n");
		return STATUS_SKIPPED;
	}
	if (limit.rlim_cur <= 9000) {
		limit.rlim_cur = 9001;
		CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	}
	CHECK(dup2(fd, 9000) == 9000); /* OPENED */
	CHECK(close(fd) == 0);
	return 0;
}

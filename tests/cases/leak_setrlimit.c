/*
 * The program lowers its own limit of descriptors: nothing changes for the report.
 *
 * expect: leak count=5 object=device opened=open@main:OPENED
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit limit;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = limit.rlim_max = 16;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	for (int i = 0; i < 5; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 0;
}

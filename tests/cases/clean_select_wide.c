/*
 * select over a set that is larger than FD_SETSIZE, as some servers allocate.
 */
#include "case.h"

#include <sys/resource.h>
#include <sys/select.h>

int main(void)
{
	struct timeval none = { 0, 0 };
	struct rlimit limit;
	fd_set *set = calloc(4, sizeof(*set));
	int ends[2];

	CHECK(set && getrlimit(RLIMIT_NOFILE, &limit) == 0);
	if (limit.rlim_max <= 2000)
		return STATUS_SKIPPED;
	if (limit.rlim_cur <= 2000) {
		limit.rlim_cur = 2001;
		CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	}
	CHECK(pipe(ends) == 0 && dup2(ends[0], 2000) == 2000);
	CHECK(write(ends[1], "x", 1) == 1);
	((unsigned long *)set)[2000 / (8 * sizeof(long))] |= 1UL << 2000 % (8 * sizeof(long));
	CHECK(select(2001, set, NULL, NULL, &none) == 1);
	CHECK(close(2000) == 0 && close(ends[0]) == 0 && close(ends[1]) == 0);
	free(set);
	return 0;
}

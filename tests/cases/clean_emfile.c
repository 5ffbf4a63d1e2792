/*
 * A program that runs into its limit gets as many descriptors as it would
 * alone, EMFILE after the last, and goes on. (That it is told who holds them
 * is another finding's business.)
 *
 * options: --checks=-exhausted
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit limit;
	int fds[64], count = 0;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = 64;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	for (int i = 0; i < 30; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	while ((fds[count] = open("/dev/null", O_RDONLY)) >= 0)
		count++;
	CHECK(errno == EMFILE);
	printf("%d\n", count);
	CHECK(dup(fds[0]) == -1 && errno == EMFILE);
	CHECK(fopen("/dev/null", "r") == NULL && errno == EMFILE);
	for (int i = 0; i < count; i++)
		CHECK(close(fds[i]) == 0);
	CHECK((fds[0] = open("/dev/null", O_RDONLY)) >= 0 && close(fds[0]) == 0);
	return 0;
}

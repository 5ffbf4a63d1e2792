/*
 * All that is in a list of the descriptors is closed, the number through which it was read
 * among them: before numbers that are far away, after them, or alone because
 * nothing else is open.
 *
 * stdout: 3 3 1
 */
#include "case.h"
#include "listed.h"

static int close_all(void)
{
	int count = close_listed("/proc/self/fd");

	CHECK(write(1, "", 0) == 0);
	return count;
}

int main(void)
{
	int after, before;

	CHECK(dup2(0, 200) == 200 && dup2(0, 400) == 400);
	after = close_all();
	CHECK(open("/dev/null", O_RDONLY) >= 0 && open("/dev/null", O_RDONLY) >= 0);
	before = close_all();
	printf("%d %d %d\n", after, before, close_all());
	return 0;
}

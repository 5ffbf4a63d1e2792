/*
 * A list of the descriptors is made and closed, then all that is in it: two files, and
 * the number through which it was read. Few, but a close-all.
 *
 * stdout: 3 3 3
 */
#include "case.h"
#include "listed.h"

int main(void)
{
	const char *const paths[] = { "/proc/self/fd", "/dev/fd", "/proc/thread-self/fd" };

	for (int i = 0; i < 3; i++) {
		CHECK(open("/dev/null", O_RDONLY) >= 0 && open("/dev/zero", O_RDONLY) >= 0);
		printf("%s%d", i ? " " : "", close_listed(paths[i]));
	}
	return 0;
}

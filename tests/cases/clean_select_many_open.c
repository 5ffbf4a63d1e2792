/*
 * Eight hundred are open; closing and opening one goes on under 1024.
 *
 * shell: ulimit -n 20000 2>/dev/null || ulimit -n $(ulimit -Hn); exec "$@"
 */
#include "case.h"

#include <sys/select.h>

int main(void)
{
	int null = open("/dev/null", O_RDONLY);

	CHECK(null >= 0);
	for (int i = 0; i < 800; i++)
		CHECK(dup(null) >= 0);
	for (int i = 0; i < 500; i++) {
		int fd = dup(null);

		CHECK(fd >= 0 && fd < FD_SETSIZE);
		CHECK(close(fd) == 0);
	}
	closefrom(3);
	return 0;
}

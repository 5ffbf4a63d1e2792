/*
 * Each of many that bare system calls made is counted, by one comparison.
 *
 * stats: lost=300
 * options: -o audit=1
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	for (int fd = 100; fd < 400; fd++)
		CHECK(raw(SYS_dup3, 0, fd, 0) == fd);
	CHECK(write(1, "", 0) == 0);
	return 0;
}

/*
 * What a bare system call opens and another closes is gone before the end; an
 * audit sees it at the next call in between, each time.
 *
 * blind: raw fd=3 count=2 object=device path=/dev/null call=write
 * blind: close fd=3
 * stats: lost=3 opens=1 closes=1
 * options: -o audit=1
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	for (int i = 0; i < 2; i++) {
		CHECK(raw_open("/dev/null") == 3);
		CHECK(write(1, "", 0) == 0);
		CHECK(raw_close(3) == 0);
		CHECK(write(1, "", 0) == 0);
	}
	CHECK(open("/dev/zero", O_RDONLY) == 3 && raw_close(3) == 0);
	CHECK(write(1, "", 0) == 0);
	return 0;
}

/*
 * What a bare system call opened and libc's close closes is a blind spot, known by that close.
 *
 * blind: raw fd=3 count=2 object=other call=close
 * stats: lost=2 opens=0 closes=0
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	for (int i = 0; i < 2; i++)
		CHECK(raw_open("/dev/null") == 3 && close(3) == 0);
	return 0;
}

/*
 * 0, 1 and 2 are closed by number, and the process ends.
 */
#include "case.h"

int main(void)
{
	CHECK(close(2) == 0 && close(0) == 0 && close(1) == 0);
	return 0;
}

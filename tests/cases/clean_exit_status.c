/*
 * A program that fails by itself, with nothing found.
 *
 * native: exit 5
 */
#include "case.h"

int main(void)
{
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 5;
}

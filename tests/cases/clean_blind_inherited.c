/*
 * What was open when the program began is shown for what it is, and is no loss.
 *
 * blind: inherited fd=7 object=device path=/dev/null
 * stats: lost=0 opens=0
 * shell: exec "$@" 7</dev/null
 */
#include "case.h"

int main(void)
{
	CHECK(close(7) == 0);
	return 0;
}

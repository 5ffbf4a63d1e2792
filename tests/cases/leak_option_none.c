/*
 * With --leaks=none nothing that stays open counts.
 *
 * options: --leaks=none
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0);
	return 0;
}

/*
 * fcloseall at the end. (glibc flushes and leaves the descriptors; whoever
 * calls it has done what he could.)
 */
#include "case.h"

int main(void)
{
	CHECK(fopen("one", "w") && fopen("two", "w"));
	fcloseall();
	return 0;
}

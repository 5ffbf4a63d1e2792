/*
 * A descriptor from creat is never closed.
 *
 * expect: leak object=file path=made opened=creat@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(creat("made", 0600) >= 0); /* OPENED */
	return 0;
}

/*
 * A stream is given another file with freopen, and never closed.
 *
 * expect: leak object=file path=second owner=FILE opened=freopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("first", "w");

	CHECK(file);
	CHECK(freopen("second", "w", file)); /* OPENED */
	return 0;
}

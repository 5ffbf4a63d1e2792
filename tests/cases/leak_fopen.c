/*
 * A stream is never closed.
 *
 * expect: leak object=file path=notes owner=FILE opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */

	CHECK(file && fputs("text\n", file) >= 0);
	return 0;
}

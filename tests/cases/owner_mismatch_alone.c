/*
 * The stream is never closed, only its descriptor: no leak, but a mismatch.
 *
 * expect: owner-mismatch object=file path=notes owner=FILE
 *     at=close@main:AT opened=fopen@main:OPENED owned=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */

	CHECK(file && fflush(file) == 0);
	CHECK(close(fileno(file)) == 0); /* AT */
	return 0;
}

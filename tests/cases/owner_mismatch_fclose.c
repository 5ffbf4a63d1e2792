/*
 * close(fileno(file)) behind the stream's back; its fclose then closes again.
 *
 * expect: owner-mismatch object=file path=notes owner=FILE
 *     at=close@main:AT opened=fopen@main:OPENED owned=fopen@main:OPENED
 * expect: double-close object=file path=notes
 *     at=fclose@main:AGAIN closed=close@main:AT opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */

	CHECK(file);
	CHECK(close(fileno(file)) == 0); /* AT */
	CHECK(fclose(file) == EOF && errno == EBADF); /* AGAIN */
	return 0;
}

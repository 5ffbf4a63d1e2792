/*
 * dup2 puts another file behind a stream's number: behind its back. What
 * fclose closes then is what stands there now, once.
 *
 * expect: owner-mismatch object=file path=notes owner=FILE
 *     at=dup2@main:AT opened=fopen@main:OPENED owned=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */
	int null = open("/dev/null", O_RDWR);

	CHECK(file && null >= 0);
	CHECK(dup2(null, fileno(file)) == fileno(file)); /* AT */
	CHECK(close(null) == 0);
	CHECK(fclose(file) == 0);
	return 0;
}

/*
 * Between the stray close and fclose another file is opened. Natively fclose
 * closes that one.
 *
 * expect: owner-mismatch object=file path=mine owner=FILE
 *     at=close@main:AT opened=fopen@main:OPENED owned=fopen@main:OPENED
 * expect: double-close object=file path=mine
 *     at=fclose@main:AGAIN closed=close@main:AT opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("mine", "w"); /* OPENED */
	int other;

	CHECK(file);
	close(fileno(file)); /* AT */
	other = open("other", O_RDWR | O_CREAT, 0600);
	CHECK(other >= 0);
	fclose(file); /* AGAIN */
	close(other);
	return 0;
}

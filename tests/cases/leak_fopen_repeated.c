/*
 * A value is read from a file again and again, and the stream left open.
 *
 * expect: leak count=4 object=file path=/etc/passwd owner=FILE
 *     opened=fopen@first_letter:OPENED<main:CALLED
 */
#include "case.h"

static int first_letter(const char *path)
{
	FILE *file = fopen(path, "r"); /* OPENED */

	CHECK(file);
	return getc(file);
}

int main(void)
{
	for (int i = 0; i < 4; i++)
		CHECK(first_letter("/etc/passwd") != EOF); /* CALLED */
	return 0;
}

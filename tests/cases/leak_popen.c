/*
 * A command's output is read, and pclose forgotten.
 *
 * expect: leak object=pipe owner=FILE opened=popen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *output = popen("echo out", "r"); /* OPENED */

	CHECK(output && getc(output) == 'o');
	while (getc(output) != EOF)
		;
	CHECK(wait(NULL) > 0);
	return 0;
}

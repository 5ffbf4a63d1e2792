/*
 * The pipe of a popen stream is closed by number; pclose still reaps the child.
 *
 * expect: owner-mismatch object=pipe owner=FILE
 *     at=close@main:AT opened=popen@main:OPENED owned=popen@main:OPENED
 * expect: double-close object=pipe
 *     at=pclose@main:AGAIN closed=close@main:AT opened=popen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *output = popen("exit 0", "r"); /* OPENED */

	CHECK(output);
	CHECK(close(fileno(output)) == 0); /* AT */
	pclose(output); /* AGAIN */
	return 0;
}

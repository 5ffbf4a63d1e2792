/*
 * The descriptor of a popen stream is closed after pclose.
 *
 * expect: double-close object=pipe
 *     at=close@main:AT closed=pclose@main:CLOSED opened=popen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *output = popen("exit 4", "r"); /* OPENED */
	int fd;

	CHECK(output);
	fd = fileno(output);
	CHECK(WEXITSTATUS(pclose(output)) == 4); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}

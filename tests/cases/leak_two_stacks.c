/*
 * One function leaks, called from two places: two findings.
 *
 * expect: leak opened=open@open_log:OPENED<main:FIRST
 * expect: leak opened=open@open_log:OPENED<main:SECOND
 */
#include "case.h"

static __attribute__((noinline)) void open_log(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
}

int main(void)
{
	open_log("access.log"); /* FIRST */
	open_log("error.log"); /* SECOND */
	return 0;
}

/*
 * freopen that fails has closed the stream's descriptor.
 *
 * expect: double-close object=file path=first
 *     at=close@main:AT closed=freopen@main:CLOSED opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("first", "w"); /* OPENED */
	int fd;

	CHECK(file);
	fd = fileno(file);
	CHECK(!freopen("no/such/file", "r", file)); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}

/*
 * A file is opened and never closed.
 *
 * expect: leak object=file path=config fds=1 opened=open@read_config:OPENED
 * stats: opens=2 closes=1 open=1 peak=2
 */
#include "case.h"

static void read_config(void)
{
	int fd = open("config", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
}

int main(void)
{
	int null = open("/dev/null", O_RDONLY);

	read_config();
	CHECK(null >= 0 && close(null) == 0);
	return 0;
}

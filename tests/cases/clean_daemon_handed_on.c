/*
 * A daemon that has something open when it becomes one: it goes on in the child, and closes it there.
 *
 * process: root exit 0
 * process: child exit 0
 * options: --wait
 */
#include "case.h"

int main(void)
{
	int log = open("/dev/null", O_WRONLY);

	CHECK(log >= 0 && daemon(1, 0) == 0);
	CHECK(write(log, "x", 1) == 1 && close(log) == 0);
	return 0;
}

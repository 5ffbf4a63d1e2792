/*
 * A program execs itself four times, each time with work before and after.
 *
 * process: root exec
 * process: root exec
 * process: root exec
 * process: root exit 0
 * args: 3
 */
#include "case.h"

int main(int argc, char **argv)
{
	int left = atoi(argv[argc - 1]);
	char number[16];

	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	if (left == 0)
		return 0;
	snprintf(number, sizeof(number), "%d", left - 1);
	execl(argv[0], argv[0], number, NULL);
	return 1;
}

/*
 * The program that was exec'd leaks: it is an entry of its own, under the same pid.
 *
 * expect: leak in=root object=device path=/dev/zero opened=open@second:OPENED
 * process: root exec
 * process: root exit 0
 */
#include "case.h"

static void second(void)
{
	CHECK(open("/dev/zero", O_RDONLY) >= 0); /* OPENED */
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		second();
		return 0;
	}
	execl(argv[0], argv[0], "again", NULL);
	return 1;
}

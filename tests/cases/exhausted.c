/*
 * Two places open until there is nothing left: who holds what is reported, the
 * larger share first, although all of it is closed before the end.
 *
 * expect: exhausted at=open@first:AT opened=open@first:AT opened=dup@second:SECOND
 * status: 0
 * options: --limit=40
 */
#include "case.h"

static int first(void)
{
	return open("/dev/null", O_RDONLY); /* AT */
}

static int second(void)
{
	return dup(0); /* SECOND */
}

int main(void)
{
	int turn = 0, fd;

	CHECK(close(first()) == 0);
	while ((fd = turn % 3 ? first() : second()) >= 0)
		turn = (turn + 1) % 3;
	CHECK(errno == EMFILE);
	for (fd = 3; fd < 40; fd++)
		CHECK(close(fd) == 0);
	return 0;
}

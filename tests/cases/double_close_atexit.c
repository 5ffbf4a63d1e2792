/*
 * Two handlers at exit close the same lock file.
 *
 * expect: double-close object=file path=lock
 *     at=close@release:AT closed=close@unlock:CLOSED opened=open@main:OPENED
 */
#include "case.h"

static int lock;

static void unlock(void)
{
	close(lock); /* CLOSED */
}

static void release(void)
{
	close(lock); /* AT */
}

int main(void)
{
	lock = open("lock", O_RDWR | O_CREAT, 0600); /* OPENED */
	CHECK(lock >= 0);
	CHECK(atexit(release) == 0 && atexit(unlock) == 0);
	return 0;
}

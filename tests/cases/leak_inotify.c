/*
 * An inotify instance is never closed.
 *
 * expect: leak object=inotify opened=inotify_init1@main:OPENED
 */
#include "case.h"

#include <sys/inotify.h>

int main(void)
{
	int fd = inotify_init1(IN_CLOEXEC); /* OPENED */

	CHECK(fd >= 0 && inotify_add_watch(fd, ".", IN_CREATE) >= 0);
	return 0;
}

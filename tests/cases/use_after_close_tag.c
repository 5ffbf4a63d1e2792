/*
 * A tag for what was closed.
 *
 * expect: use-after-close at=fdw_owner_exchange@main:AT closed=main:CLOSED opened=main:OPENED
 */
#include "case.h"

#include "android/fdsan.h"

static uint64_t tag_of(const void *owner)
{
	return android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_UNIQUE_FD, (uintptr_t)owner);
}

int main(void)
{
	int fd = open("/dev/null", O_RDONLY); /* OPENED */

	CHECK(close(fd) == 0); /* CLOSED */
	(void)fdw_owner_exchange(fd, 0, tag_of(&fd)); /* AT */
	return 0;
}

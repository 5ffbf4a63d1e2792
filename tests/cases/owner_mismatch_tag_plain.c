/*
 * A plain close of what is tagged; the owner's close finds it closed.
 *
 * expect: owner-mismatch object=device owner=unique_fd
 *     at=close@main:AT opened=open@main:OPENED
 *     owned=android_fdsan_exchange_owner_tag@main:OWNED
 * expect: double-close at=android_fdsan_close_with_tag@main:AGAIN closed=main:AT opened=main:OPENED
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

	android_fdsan_exchange_owner_tag(fd, 0, tag_of(&fd)); /* OWNED */
	CHECK(close(fd) == 0); /* AT */
	CHECK_EBADF(android_fdsan_close_with_tag(fd, tag_of(&fd))); /* AGAIN */
	return 0;
}

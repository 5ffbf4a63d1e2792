/*
 * Given away, and released once more.
 *
 * expect: owner-mismatch owner=unique_fd
 *     at=fdw_owner_exchange@main:AT opened=main:OPENED owned=fdw_owner_exchange@main:OWNED
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
	int other;

	CHECK(fdw_owner_exchange(fd, 0, tag_of(&fd)) == 0);
	CHECK(fdw_owner_exchange(fd, tag_of(&fd), tag_of(&other)) == 0); /* OWNED */
	CHECK(fdw_owner_exchange(fd, tag_of(&fd), 0) == 0); /* AT */
	CHECK(fdw_owner_close(fd, tag_of(&other)) == 0);
	return 0;
}

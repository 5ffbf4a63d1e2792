/*
 * Another owner than the one that has it closes.
 *
 * expect: owner-mismatch owner=unique_fd
 *     at=android_fdsan_close_with_tag@main:AT opened=open@main:OPENED
 *     owned=android_fdsan_exchange_owner_tag@main:OWNED
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

	android_fdsan_exchange_owner_tag(fd, 0, tag_of(&fd)); /* OWNED */
	CHECK(android_fdsan_close_with_tag(fd, tag_of(&other)) == 0); /* AT */
	return 0;
}

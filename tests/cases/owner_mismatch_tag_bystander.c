/*
 * The number is somebody else's by the time of the second close: the culprit is named.
 *
 * expect: owner-mismatch owner=unique_fd
 *     at=close@main:AT opened=open@main:REOPENED owned=android_fdsan_exchange_owner_tag@main:OWNED
 * expect: double-close at=android_fdsan_close_with_tag@main:BYSTANDER closed=main:AT
 *     opened=open@main:REOPENED
 * options: --quarantine 0
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
	int second;

	CHECK(close(fd) == 0);
	second = open("/dev/null", O_RDONLY); /* REOPENED */
	CHECK(second == fd);
	android_fdsan_exchange_owner_tag(second, 0, tag_of(&second)); /* OWNED */
	CHECK(close(fd) == 0); /* AT */
	CHECK_EBADF(android_fdsan_close_with_tag(second, tag_of(&second))); /* BYSTANDER */
	return 0;
}

/*
 * The level says once: the first mismatch alone.
 *
 * expect: owner-mismatch owner=unique_fd
 *     at=close@main:AT opened=main:OPENED owned=main:OWNED
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
	int second = open("/dev/null", O_RDONLY);

	android_fdsan_set_error_level(ANDROID_FDSAN_ERROR_LEVEL_WARN_ONCE);
	android_fdsan_exchange_owner_tag(fd, 0, tag_of(&fd)); /* OWNED */
	android_fdsan_exchange_owner_tag(second, 0, tag_of(&second));
	CHECK(close(fd) == 0); /* AT */
	CHECK(close(second) == 0);
	CHECK(android_fdsan_get_error_level() == ANDROID_FDSAN_ERROR_LEVEL_DISABLED);
	return 0;
}

/*
 * The level says no: nothing is found.
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

	android_fdsan_set_error_level(ANDROID_FDSAN_ERROR_LEVEL_DISABLED);
	android_fdsan_exchange_owner_tag(fd, 0, tag_of(&fd));
	CHECK(close(fd) == 0);
	return 0;
}

/* The level says fatal: the process ends where a mismatch is found. */
#include "api.h"

#include "android/fdsan.h"

int main(void)
{
	int fd = open_null();

	CHECK(android_fdsan_get_error_level() == ANDROID_FDSAN_ERROR_LEVEL_WARN_ALWAYS);
	CHECK(android_fdsan_set_error_level(ANDROID_FDSAN_ERROR_LEVEL_FATAL) ==
	      ANDROID_FDSAN_ERROR_LEVEL_WARN_ALWAYS);
	android_fdsan_exchange_owner_tag(fd, 0, 1);
	CHECK(android_fdsan_close_with_tag(fd, 2) == 0);
	puts("reached");
	return 0;
}

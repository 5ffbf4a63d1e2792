/*
 * fdopen takes what another owner has not given away: found there, and the FILE is
 * the owner from then on.
 *
 * expect: owner-mismatch owner=unique_fd
 *     at=fdopen@main:AT opened=main:OPENED owned=android_fdsan_exchange_owner_tag@main:OWNED
 */
#include "case.h"

#include "android/fdsan.h"

int main(void)
{
	uint64_t tag = android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_UNIQUE_FD, 7);
	int fd = open("/dev/null", O_RDONLY); /* OPENED */
	FILE *fp;

	android_fdsan_exchange_owner_tag(fd, 0, tag); /* OWNED */
	/* One that fails takes nothing. */
	CHECK(!fdopen(fd, "?") && errno == EINVAL);
	fp = fdopen(fd, "r"); /* AT */
	CHECK(fp && fclose(fp) == 0);
	return 0;
}

/*
 * fdopen takes what somebody owns already; fclose is the owner then.
 *
 * expect: owner-mismatch owner=FILE
 *     at=android_fdsan_close_with_tag@main:AT opened=main:OPENED owned=fdopen@main:OWNED
 * expect: double-close at=fclose@main:AGAIN closed=main:AT opened=main:OPENED
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
	FILE *fp;

	fp = fdopen(fd, "r"); /* OWNED */
	CHECK(fp);
	CHECK(android_fdsan_close_with_tag(fd, tag_of(&fd)) == 0); /* AT */
	CHECK(fclose(fp) != 0); /* AGAIN */
	return 0;
}

/*
 * How a tag is made and taken apart.
 */
#include "case.h"

#include "android/fdsan.h"

/* Natively there is nobody to make tags. */
static void check(uint64_t tag, uint64_t value, const char *type)
{
	if (!fdw_stats(&(struct fdw_stats){ 0 }, sizeof(struct fdw_stats)))
		return;
	CHECK(android_fdsan_get_tag_value(tag) == value);
	CHECK(strcmp(android_fdsan_get_tag_type(tag), type) == 0);
}

int main(void)
{
	const char *native = "native object of unknown type";
	uint64_t high = 0xffff800000001000u;

	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_FILE, 0x1234), 0x1234, "FILE*");
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_DIR, 1), 1, "DIR*");
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_UNIQUE_FD, 7), 7, "unique_fd");
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_SQLITE, 7), 7, "sqlite");
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_ART_FDFILE, 7), 7, "ART FdFile");
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_GENERIC_00, 7), 7, native);
	/* A pointer as it is, of the upper half of the address space: it comes out as it went in. */
	check(high, high, native);
	check(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_GENERIC_FF, 0x12), 0x12,
	      "Java object of unknown type");
	/* No value is nobody, whatever the type. */
	CHECK(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_FILE, 0) == 0);
	CHECK(fdw_owner_tag(ANDROID_FDSAN_OWNER_TYPE_PARCEL, 0) == 0);
	return 0;
}

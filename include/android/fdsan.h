/*
 * Owner tags under the names, types and numbers that Android documents for its
 * descriptor sanitizer, so that code which is annotated for Android is checked
 * on Linux without a change. What each call means is written in fdwarden.h,
 * under "Owners"; this page says what differs.
 *
 * A mismatch is an owner-mismatch in the report, with the stacks of opening,
 * of taking ownership and of the offence. The descriptor is closed nevertheless.
 *
 * Threads, signals, errno and a program without the library: as in fdwarden.h.
 */
#ifndef ANDROID_FDSAN_H
#define ANDROID_FDSAN_H

#ifndef FDWARDEN_BUILDING
#pragma GCC system_header
#endif

#include "../fdwarden.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers of the owners' types. Any other up to 255 may be used as well. */
enum android_fdsan_owner_type {
	ANDROID_FDSAN_OWNER_TYPE_GENERIC_00 = 0, /* any object: the tag is its address */
	ANDROID_FDSAN_OWNER_TYPE_FILE = 1,
	ANDROID_FDSAN_OWNER_TYPE_DIR = 2,
	ANDROID_FDSAN_OWNER_TYPE_UNIQUE_FD = 3,
	ANDROID_FDSAN_OWNER_TYPE_SQLITE = 4,
	ANDROID_FDSAN_OWNER_TYPE_FILEINPUTSTREAM = 5,
	ANDROID_FDSAN_OWNER_TYPE_FILEOUTPUTSTREAM = 6,
	ANDROID_FDSAN_OWNER_TYPE_RANDOMACCESSFILE = 7,
	ANDROID_FDSAN_OWNER_TYPE_PARCELFILEDESCRIPTOR = 8,
	ANDROID_FDSAN_OWNER_TYPE_ART_FDFILE = 9,
	ANDROID_FDSAN_OWNER_TYPE_DATAGRAMSOCKETIMPL = 10,
	ANDROID_FDSAN_OWNER_TYPE_SOCKETIMPL = 11,
	ANDROID_FDSAN_OWNER_TYPE_ZIPARCHIVE = 12,
	ANDROID_FDSAN_OWNER_TYPE_NATIVE_HANDLE = 13,
	ANDROID_FDSAN_OWNER_TYPE_PARCEL = 14,
	ANDROID_FDSAN_OWNER_TYPE_GENERIC_FF = 255 /* any object whose upper bits are all set */
};

/* What a mismatch does. (A second close with a tag is a double-close, whatever the level.) */
enum android_fdsan_error_level {
	ANDROID_FDSAN_ERROR_LEVEL_DISABLED,    /* nothing */
	ANDROID_FDSAN_ERROR_LEVEL_WARN_ONCE,   /* a finding; then it is disabled */
	ANDROID_FDSAN_ERROR_LEVEL_WARN_ALWAYS, /* a finding each; the default here */
	ANDROID_FDSAN_ERROR_LEVEL_FATAL	       /* a finding, its report, and abort */
};

/* As fdw_owner_tag: the low 56 bits of `tag`, and the type above; 0 for 0. Without the library: 0. */
FDW_CALL(uint64_t, android_fdsan_create_owner_tag,
	 (enum android_fdsan_owner_type type, uint64_t tag), (type, tag), 0)

/* As fdw_owner_exchange, without a result. */
FDW_CALL_VOID(android_fdsan_exchange_owner_tag, (int fd, uint64_t expected_tag, uint64_t new_tag),
	      (fd, expected_tag, new_tag))

/* As fdw_owner_close. */
FDW_CALL(int, android_fdsan_close_with_tag, (int fd, uint64_t tag), (fd, tag), close(fd))

/* As fdw_owner_get. */
FDW_CALL(uint64_t, android_fdsan_get_owner_tag, (int fd), (fd), 0)

/* The name of a tag's type, for people; never to be freed. Without the library: "". */
FDW_CALL(const char *, android_fdsan_get_tag_type, (uint64_t tag), (tag), "")

/* The tag without its type, the 56 bits sign-extended. Without the library: 0. */
FDW_CALL(uint64_t, android_fdsan_get_tag_value, (uint64_t tag), (tag), 0)

/*
 * The level, for the whole process, FILE and DIR included; set returns what it
 * was. Signal safe; of two threads that set it the later one wins. A forked
 * child keeps it (on Android it is disabled there): what a child closes before
 * it execs is no finding here anyway. Without the library: DISABLED.
 */
FDW_CALL(enum android_fdsan_error_level, android_fdsan_get_error_level, (void), (),
	 ANDROID_FDSAN_ERROR_LEVEL_DISABLED)
FDW_CALL(enum android_fdsan_error_level, android_fdsan_set_error_level,
	 (enum android_fdsan_error_level new_level), (new_level),
	 ANDROID_FDSAN_ERROR_LEVEL_DISABLED)

/* Linux has no system properties: this is android_fdsan_set_error_level. */
FDW_CALL(enum android_fdsan_error_level, android_fdsan_set_error_level_from_property,
	 (enum android_fdsan_error_level default_level), (default_level),
	 ANDROID_FDSAN_ERROR_LEVEL_DISABLED)

#ifdef __cplusplus
}
#endif
#endif

/* Owner tags: ours, and under the names that Android documents. */
#include "android/fdsan.h"
#include "fdwarden.h"
#include "hooks/hooks.h"
#include "report/message.h"
#include "runtime/runtime.h"

/* ---- Tags -------------------------------------------------------------- */

static uint64_t make_tag(unsigned int type, uint64_t value)
{
	return value ? (uint64_t)(type & 0xff) << OWNER_TYPE_SHIFT | (value & OWNER_VALUE_MASK) : 0;
}

uint64_t fdw_owner_tag(unsigned int type, uint64_t value)
{
	return make_tag(type, value);
}

uint64_t android_fdsan_create_owner_tag(enum android_fdsan_owner_type type, uint64_t tag)
{
	return make_tag((unsigned int)type, tag);
}

/*
 * A pointer whose upper byte is set is a value of its own kind: type 255 with
 * more bits set above is a native one, as the kernel's half of the address
 * space would be; Java's objects use the rest.
 */
const char *android_fdsan_get_tag_type(uint64_t tag)
{
	unsigned int type = (unsigned int)(tag >> OWNER_TYPE_SHIFT);

	switch (type) {
	case ANDROID_FDSAN_OWNER_TYPE_FILE:
		return "FILE*";
	case ANDROID_FDSAN_OWNER_TYPE_DIR:
		return "DIR*";
	case ANDROID_FDSAN_OWNER_TYPE_GENERIC_00:
		return "native object of unknown type";
	case ANDROID_FDSAN_OWNER_TYPE_GENERIC_FF:
		return tag >> 48 == 0xffff ? "native object of unknown type"
					   : "Java object of unknown type";
	default:
		return owner_name(tag) ? owner_name(tag) : "native object of unknown type";
	}
}

/* Signed, so that a pointer with all upper bits set comes out as it was. */
uint64_t android_fdsan_get_tag_value(uint64_t tag)
{
	return (uint64_t)((int64_t)(tag << 8) >> 8);
}

/* ---- Taking, asking, closing ------------------------------------------- */

int fdw_owner_exchange(int fd, uint64_t expected, uint64_t tag)
{
	struct call call = CALL(fdw_owner_exchange);
	int r = fd_owner_exchange(&call, fd, expected, tag);

	return r < 0 ? fail(-r) : 0;
}

void android_fdsan_exchange_owner_tag(int fd, uint64_t expected_tag, uint64_t new_tag)
{
	struct call call = CALL(android_fdsan_exchange_owner_tag);

	(void)fd_owner_exchange(&call, fd, expected_tag, new_tag);
}

uint64_t fdw_owner_get(int fd)
{
	return fd_owner(fd);
}

uint64_t android_fdsan_get_owner_tag(int fd)
{
	return fd_owner(fd);
}

int fdw_owner_close(int fd, uint64_t tag)
{
	struct call call = CALL(fdw_owner_close);
	int r = fd_owner_close(&call, fd, tag, REAL(close));

	return r < 0 ? fail(-r) : 0;
}

int android_fdsan_close_with_tag(int fd, uint64_t tag)
{
	struct call call = CALL(android_fdsan_close_with_tag);
	int r = fd_owner_close(&call, fd, tag, REAL(close));

	return r < 0 ? fail(-r) : 0;
}

/* ---- The level --------------------------------------------------------- */

static_assert((int)OWNER_FATAL == (int)ANDROID_FDSAN_ERROR_LEVEL_FATAL, "the numbers are Android's");

enum android_fdsan_error_level android_fdsan_get_error_level(void)
{
	return (enum android_fdsan_error_level)owner_level_get();
}

enum android_fdsan_error_level
android_fdsan_set_error_level(enum android_fdsan_error_level new_level)
{
	return (enum android_fdsan_error_level)owner_level_set((int)new_level);
}

enum android_fdsan_error_level
android_fdsan_set_error_level_from_property(enum android_fdsan_error_level default_level)
{
	return android_fdsan_set_error_level(default_level);
}

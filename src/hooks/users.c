/*
 * The hooks of functions that only use a descriptor: one body for each kind of
 * row in rows_use.def. As long as the number is open they are a look and a
 * jump (runtime/look.h).
 */
#include "hooks/users.h"
#include "runtime/look.h"

/*
 * fstat asks whether there is a standard stream: CPython does at its start, git at
 * its end. That is a probe, like fcntl F_GETFD of any number.
 */
static bool is_probe(enum hook id, int fd)
{
	if (fd < 0 || fd > 2)
		return false;
	return id == CALL_fstat || id == CALL_fstat64 || id == CALL___fxstat ||
	       id == CALL___fxstat64;
}

static bool only_looks(enum hook id)
{
	switch (id) {
#define LOOK(name) case CALL_##name:
#include "hooks/looks.def"
#undef LOOK
		return true;
	default:
		return false;
	}
}

static struct call user_call(enum hook id, struct caller from)
{
	return (struct call){ .id = (uint16_t)id, .looks = only_looks(id), .from = from };
}

void user_failed(enum hook id, int fd, struct caller from)
{
	struct call call = user_call(id, from);

	if (!is_probe(id, fd))
		fd_failed(&call, fd);
}

void user_bad(enum hook id, int fd, struct caller from)
{
	struct call call = user_call(id, from);

	fd_bad(&call, fd);
}

/* The same with two, of which the error does not tell which one it was. */
static cold void users_failed(enum hook id, int fd, int fd2, struct caller from)
{
	user_failed(id, fd, from);
	if (fd2 != fd)
		user_failed(id, fd2, from);
}

static cold bool user_stale(enum hook id, int fd, struct caller from)
{
	struct call call = user_call(id, from);

	return fd_stale(&call, fd);
}

static cold bool user_stale_dir(enum hook id, int dir, const char *path, struct caller from)
{
	struct call call = user_call(id, from);

	return fd_stale_dir(&call, dir, path);
}

/* Those that nearly every program calls for each of its inputs. */
hot typeof(read) HOOK(read);
hot typeof(write) HOOK(write);
hot typeof(lseek) HOOK(lseek);
hot typeof(fstat) HOOK(fstat);
hot typeof(ioctl) HOOK(ioctl);

#define WITHIN(...) __VA_ARGS__

/* The exported function: a look and a jump, or a call of slow_<name>. */
#define FAST(name, type, params, args, plain)                            \
	static cold type slow_##name(struct caller from, WITHIN params); \
                                                                         \
	type HOOK(name) params                                           \
	{                                                                \
		if (likely(plain))                                       \
			return REAL(name) args;                 \
		fd_audit(CALL_##name, BLIND_RAW);                        \
		return slow_##name(CALLER(), WITHIN args);               \
	}                                                                \
                                                                         \
	static cold type slow_##name(struct caller from, WITHIN params)

#define USER(name, family, when, type, params, args, fd) USER_##when(name, type, params, args, fd)

#define USER_AFTER(name, type, params, args, fd)            \
	FAST(name, type, params, args, fd_plain(fd))        \
	{                                                   \
		type r = REAL(name) args;                   \
                                                            \
		if (r == -1)                                \
			user_failed(CALL_##name, fd, from); \
		return r;                                   \
	}

#define USER_BEFORE(name, type, params, args, fd)               \
	FAST(name, type, params, args, fd_plain(fd))            \
	{                                                       \
		bool stale = user_stale(CALL_##name, fd, from); \
		type r;                                         \
                                                                \
		if (stale)                                      \
			fd = DEAD_FD;                           \
		r = REAL(name) args;                            \
		if (r == -1 && !stale)                          \
			user_failed(CALL_##name, fd, from);     \
		return r;                                       \
	}

#define USER_ERROR(name, family, when, type, params, args, fd) \
	FAST(name, type, params, args, fd_plain(fd))           \
	{                                                      \
		type r = REAL(name) args;                      \
                                                               \
		if (r == EBADF)                                \
			user_bad(CALL_##name, fd, from);       \
		return r;                                      \
	}

#define USER_NULL(name, family, type, params, args, fd)     \
	FAST(name, type, params, args, fd_plain(fd))        \
	{                                                   \
		type r = REAL(name) args;                   \
                                                            \
		if (!r)                                     \
			user_failed(CALL_##name, fd, from); \
		return r;                                   \
	}

#define USER_PAIR(name, family, type, params, args, fd, fd2)          \
	FAST(name, type, params, args, fd_plain(fd) && fd_plain(fd2)) \
	{                                                             \
		type r = REAL(name) args;                             \
                                                                      \
		if (r == -1)                                          \
			users_failed(CALL_##name, fd, fd2, from);     \
		return r;                                             \
	}

/* A path is looked at only after the kernel has read it: see fd_hidden_path. */
#define USER_AT(name, family, type, params, args, dir, path)                             \
	static cold type slow_##name(struct caller from, WITHIN params)                  \
	{                                                                                \
		bool stale = user_stale_dir(CALL_##name, dir, path, from);               \
		type r;                                                                  \
                                                                                         \
		if (stale)                                                               \
			dir = DEAD_FD;                                                   \
		r = REAL(name) args;                                                     \
		if (r == -1 && !stale)                                                   \
			user_failed(CALL_##name, dir, from);                             \
		return r;                                                                \
	}                                                                                \
                                                                                         \
	type HOOK(name) params                                                           \
	{                                                                                \
		type r = likely(fd_plain_dir(dir)) ? REAL(name) args            \
						   : slow_##name(CALLER(), WITHIN args); \
                                                                                         \
		return unlikely(name_hidden(r, path)) ? fail(ENOENT) : r;                \
	}

#define USER_AT_PAIR(name, family, type, params, args, dir, path, dir2, path2)           \
	static cold type slow_##name(struct caller from, WITHIN params)                  \
	{                                                                                \
		bool stale = user_stale_dir(CALL_##name, dir, path, from);               \
		bool stale2 = user_stale_dir(CALL_##name, dir2, path2, from);            \
		type r;                                                                  \
                                                                                         \
		if (stale)                                                               \
			dir = DEAD_FD;                                                   \
		if (stale2)                                                              \
			dir2 = DEAD_FD;                                                  \
		r = REAL(name) args;                                                     \
		if (r == -1 && !stale && !stale2)                                        \
			users_failed(CALL_##name, dir, dir2, from);                      \
		return r;                                                                \
	}                                                                                \
                                                                                         \
	type HOOK(name) params                                                           \
	{                                                                                \
		type r = likely(fd_plain_dir(dir) && fd_plain_dir(dir2))                 \
				 ? REAL(name) args                              \
				 : slow_##name(CALLER(), WITHIN args);                   \
                                                                                         \
		return unlikely(name_hidden(r, path)) || unlikely(name_hidden(r, path2)) \
			       ? fail(ENOENT)                                            \
			       : r;                                                      \
	}

#define USER_SHARED USER
#define USER_AT_SHARED USER_AT

#include "hooks/rows_use.def"

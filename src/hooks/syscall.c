/*
 * syscall(2): nginx, python3, glib, libsystemd and many others make and use
 * descriptors through it. A table of numbers (syscalls.def) says what each
 * call does with which argument, and the bodies turn that into verbs; what is
 * not in the table (futex, for glib's mutexes) passes through.
 */
#include <stdarg.h>

#include "base/sys.h"
#include "hooks/raw.h"

/* ---- Used -------------------------------------------------------------- */

long raw_use(struct raw_call *c)
{
	long r = raw_pass(c);

	if (r == -1)
		fd_failed(&c->call, raw_fd(c));
	return r;
}

long raw_use_pair(struct raw_call *c)
{
	int other = (int)c->args[c->raw->other];
	long r = raw_use(c);

	if (r == -1 && other != raw_fd(c))
		fd_failed(&c->call, other);
	return r;
}

long raw_ask(struct raw_call *c)
{
	if (fd_stale(&c->call, raw_fd(c)))
		return fail(EBADF);
	return raw_use(c);
}

long raw_use_at(struct raw_call *c)
{
	long r;

	if (fd_stale_dir(&c->call, raw_fd(c), raw_other(c)))
		return fail(EBADF);
	r = raw_use(c);
	return name_hidden(r, raw_other(c)) ? fail(ENOENT) : r;
}

/* Directory, path, directory, path: all such calls begin with them. */
long raw_use_at_pair(struct raw_call *c)
{
	int dir = (int)c->args[0], to_dir = (int)c->args[2];
	bool stale = fd_stale_dir(&c->call, dir, (const char *)c->args[1]);
	long r;

	if (fd_stale_dir(&c->call, to_dir, (const char *)c->args[3]) || stale)
		return fail(EBADF);
	r = raw_pass(c);
	if (r == -1) {
		fd_failed(&c->call, dir);
		if (to_dir != dir)
			fd_failed(&c->call, to_dir);
	}
	return r;
}

/* ---- Made -------------------------------------------------------------- */

long raw_make(struct raw_call *c)
{
	long r = raw_pass_maker(c);

	fd_opened(&c->call, (int)r, c->raw->object, NULL, 0);
	return r;
}

/* By the name of something. */
long raw_make_named(struct raw_call *c)
{
	long r = raw_pass_maker(c);

	if (unlikely(name_hidden(r, raw_other(c)))) {
		if (r >= 0)
			(void)sys_close((int)r);
		r = fail(ENOENT);
	}
	fd_opened(&c->call, (int)r, c->raw->object, raw_other(c), 0);
	return r;
}

/* Out of another descriptor. */
long raw_make_of(struct raw_call *c)
{
	long r = raw_make(c);

	if (r == -1)
		fd_failed(&c->call, raw_fd(c));
	return r;
}

/* By a path below a directory. */
long raw_make_at(struct raw_call *c)
{
	long r;

	if (fd_stale_dir(&c->call, raw_fd(c), raw_other(c)))
		return fail(EBADF);
	r = raw_make_named(c);
	if (r == -1)
		fd_failed(&c->call, raw_fd(c));
	return r;
}

/* Two at once: pipe2, socketpair. */
long raw_make_pair(struct raw_call *c)
{
	const int *fds = raw_other(c);
	long r = raw_pass_maker(c);

	if (r == 0) {
		fd_opened(&c->call, fds[0], c->raw->object, NULL, 0);
		fd_opened(&c->call, fds[1], c->raw->object, NULL, SLOT_SECOND);
	}
	return r;
}

/* ---- The table --------------------------------------------------------- */

static const struct raw table[] = {
#define RAW(name, how, ...) [SYS_##name] = { __VA_ARGS__ },
#include "hooks/syscalls.def"
#undef RAW
};

/* No pointers in the table: each start would relocate them, two pages of them. */
static long run(struct raw_call *c)
{
	switch (c->number) {
#define RAW(name, how, ...) \
	case SYS_##name:    \
		return raw_##how(c);
#include "hooks/syscalls.def"
#undef RAW
	default:
		return raw_pass(c);
	}
}

long HOOK(syscall)(long number, ...)
{
	struct raw_call c = { .call = CALL(syscall), .number = number };
	va_list args;

	/* As many as the kernel takes, whatever the program gave: as libc does. */
	va_start(args, number);
	for (size_t i = 0; i < array_size(c.args); i++)
		c.args[i] = va_arg(args, long);
	va_end(args);

	thread_self.raw_sp = c.call.from.sp;
	thread_self.raw_call = c.call.id;
	if ((unsigned long)number < array_size(table))
		c.raw = &table[number];
	return run(&c);
}

/*
 * syscall(2), taken apart: what syscall.c (the hook, the table, the plain
 * bodies) and raw.c (the bodies with a will of their own) share.
 */
#ifndef HOOKS_RAW_H
#define HOOKS_RAW_H

#include "hooks/hooks.h"
#include "hooks/numbers.h"

struct raw_call;

/* What syscalls.def says about a number. */
struct raw {
	uint8_t fd;	/* which argument is the descriptor */
	uint8_t other;	/* which is the path, or the second descriptor */
	uint8_t object;	/* enum object_type that it makes */
};

struct raw_call {
	struct call call;
	const struct raw *raw;
	long number;
	long args[6];
};

static inline int raw_fd(const struct raw_call *c)
{
	return (int)c->args[c->raw->fd];
}

static inline const void *raw_other(const struct raw_call *c)
{
	return (const void *)c->args[c->raw->other];
}

/* The real call. */
static inline long raw_pass(const struct raw_call *c)
{
	const long *a = c->args;

	return REAL(syscall)(c->number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* The same, once more if it failed for lack of descriptors and some were freed. */
static inline long raw_pass_maker(struct raw_call *c)
{
	long r;

	do
		r = raw_pass(c);
	while (r == -1 && fd_exhausted(&c->call));
	return r;
}

#define RAW(name, how, ...) long raw_##how(struct raw_call *);
#include "hooks/syscalls.def"
#undef RAW

/* What clone is, too, and on some CPUs alone. */
long raw_fork(struct raw_call *);

#endif

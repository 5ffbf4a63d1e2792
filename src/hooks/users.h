/* What the hooks of users share, generated and written by hand. */
#ifndef HOOKS_USERS_H
#define HOOKS_USERS_H

#include <limits.h>

#include "hooks/hooks.h"

/*
 * A number that no process has open (fs.nr_open is far below it). A hook that
 * must keep the kernel from seeing the tombstone at a number calls on with
 * this one, so that the program gets what it would get for a closed number,
 * also where another error goes first or the answer is not -1.
 */
#define DEAD_FD INT_MAX

/*
 * The slow ends, out of line so that a successful call costs no more than its
 * own jump: the call `id` from `from` on `fd` failed and errno tells why, or it
 * said EBADF otherwise. errno stays.
 */
cold void user_failed(enum hook id, int fd, struct caller from);
cold void user_bad(enum hook id, int fd, struct caller from);

#endif

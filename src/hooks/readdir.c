/*
 * Reading directories, so that the program does not see the numbers that it
 * has closed, nor ours. glob and fts read directories inside libc and show
 * them: nothing that we know of lists its own descriptors that way.
 */
#include <string.h>

#include "hooks/families.h"
#include "hooks/hide.h"

static bool hidden(DIR *dir, const char *name)
{
	return hidden_name(name) && lists_descriptors(dirfd(dir));
}

/*
 * readdir leaves errno alone at the end of the directory: that is how the
 * program tells it from a failure, and so do we.
 */
struct dirent *HOOK(readdir)(DIR *dir)
{
	struct call call = CALL(readdir);
	struct dirent *entry;
	int saved = errno;

	errno = 0;
	do
		entry = REAL(readdir)(dir);
	while (entry && hidden(dir, entry->d_name));
	if (!entry && errno)
		fd_failed(&call, dirfd(dir));
	else
		errno = saved;
	return entry;
}

struct dirent64 *HOOK(readdir64)(DIR *dir)
{
	struct call call = CALL(readdir64);
	struct dirent64 *entry;
	int saved = errno;

	errno = 0;
	do
		entry = REAL(readdir64)(dir);
	while (entry && hidden(dir, entry->d_name));
	if (!entry && errno)
		fd_failed(&call, dirfd(dir));
	else
		errno = saved;
	return entry;
}

int HOOK(readdir_r)(DIR *dir, struct dirent *entry, struct dirent **result)
{
	struct call call = CALL(readdir_r);
	int error;

	do
		error = REAL(readdir_r)(dir, entry, result);
	while (error == 0 && *result && hidden(dir, entry->d_name));
	if (error == EBADF)
		fd_bad(&call, dirfd(dir));
	return error;
}

int HOOK(readdir64_r)(DIR *dir, struct dirent64 *entry, struct dirent64 **result)
{
	struct call call = CALL(readdir64_r);
	int error;

	do
		error = REAL(readdir64_r)(dir, entry, result);
	while (error == 0 && *result && hidden(dir, entry->d_name));
	if (error == EBADF)
		fd_bad(&call, dirfd(dir));
	return error;
}

/* Takes the hidden entries out of what the kernel wrote; returns what is left. */
size_t hide_entries(int fd, char *buf, size_t bytes)
{
	bool known = false;
	size_t at = 0;

	while (at < bytes) {
		struct dirent64 *entry = (struct dirent64 *)(buf + at);
		size_t next = at + entry->d_reclen;

		if (likely(!hidden_name(entry->d_name))) {
			at = next;
			continue;
		}
		if (!known && !lists_descriptors(fd))
			return bytes;
		known = true;
		memmove(buf + at, buf + next, bytes - next);
		bytes -= next - at;
	}
	return bytes;
}

/* An empty answer is the end of the directory, so a buffer that is empty now is filled again. */
ssize_t HOOK(getdents64)(int fd, void *buf, size_t size)
{
	struct call call = CALL(getdents64);
	ssize_t n, left = 0;

	do {
		n = REAL(getdents64)(fd, buf, size);
		if (n > 0)
			left = (ssize_t)hide_entries(fd, buf, (size_t)n);
	} while (n > 0 && left == 0);
	if (n < 0)
		fd_failed(&call, fd);
	return n > 0 ? left : n;
}

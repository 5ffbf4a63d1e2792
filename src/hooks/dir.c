/*
 * Directories: a DIR owns its descriptor from opendir or fdopendir to closedir.
 * What a listing must not show is in hide.c.
 */
#include "hooks/closing.h"
#include "runtime/look.h"

static uint64_t tag_of(const DIR *dir)
{
	return owner_tag(OWNER_DIR, dir);
}

hot DIR *HOOK(opendir)(const char *path)
{
	struct call call = CALL(opendir);
	DIR *dir;

	do
		dir = REAL(opendir)(path);
	while (!dir && fd_exhausted(&call));
	if (dir)
		fd_opened_owned(&call, dirfd(dir), OBJECT_DIRECTORY, path, 0, tag_of(dir));
	return dir;
}

/* fdopendir looks at the descriptor with fstat, which a tombstone answers. */
DIR *HOOK(fdopendir)(int fd)
{
	struct call call = CALL(fdopendir);
	DIR *dir;

	if (fd_stale(&call, fd)) {
		errno = EBADF;
		return NULL;
	}
	dir = REAL(fdopendir)(fd);
	if (dir)
		fd_owned(&call, fd, tag_of(dir));
	else
		fd_failed(&call, fd);
	return dir;
}

/* As in stdio.c. */
static must_inline int number_to_close(DIR *dir)
{
	int fd = *dir_number(dir);

	return likely(fd > 2 && fd_is_owned(fd, tag_of(dir))) ? fd : dirfd(dir);
}

/* <dirent.h> says nonnull; closedir(NULL) is EINVAL all the same. */
static must_inline DIR *maybe_null(DIR *dir)
{
	__asm__("" : "+r"(dir));
	return dir;
}

hot int HOOK(closedir)(DIR *given)
{
	struct call call = CALL(closedir);
	struct closing closing;
	DIR *dir = maybe_null(given);
	int saved = 0, r;

	if (!dir)
		return REAL(closedir)(given);
	fd_closing_only(&call, &closing, number_to_close(dir), tag_of(dir));
	/* The first member of glibc's struct __dirstream is `int fd`;
	 * closing_swap looks whether it is so. */
	closing_swap(&closing, dir_number(dir));
	if (closing.swapped)
		saved = errno;
	r = REAL(closedir)(dir);
	if (closing.swapped && closing.unopened) {
		errno = saved;
		r = 0;
	}
	fd_closed(&closing);
	return r;
}

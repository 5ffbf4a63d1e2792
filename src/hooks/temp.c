/*
 * Temporary files. The name is in the template after the call.
 */
#include <string.h>

#include "hooks/hooks.h"

/*
 * A call that failed for lack of descriptors has filled in its X's already,
 * and would find none the second time (glibc, sysdeps/posix/tempname.c).
 */
static bool again(struct call *call, char *template, int suffix_bytes)
{
	static const char marks[] = "XXXXXX";

	if (!fd_exhausted(call))
		return false;
	memcpy(template + strlen(template) - (size_t)suffix_bytes - strlen(marks), marks,
	       strlen(marks));
	return true;
}

static int opened(const struct call *call, int fd, const char *path)
{
	fd_opened(call, fd, OBJECT_FILE, path, SLOT_WRITABLE);
	return fd;
}

int HOOK(mkstemp)(char *template)
{
	struct call call = CALL(mkstemp);
	int fd;

	do
		fd = REAL(mkstemp)(template);
	while (fd < 0 && again(&call, template, 0));
	return opened(&call, fd, template);
}

int HOOK(mkstemp64)(char *template)
{
	struct call call = CALL(mkstemp64);
	int fd;

	do
		fd = REAL(mkstemp64)(template);
	while (fd < 0 && again(&call, template, 0));
	return opened(&call, fd, template);
}

int HOOK(mkostemp)(char *template, int flags)
{
	struct call call = CALL(mkostemp);
	int fd;

	do
		fd = REAL(mkostemp)(template, flags);
	while (fd < 0 && again(&call, template, 0));
	return opened(&call, fd, template);
}

int HOOK(mkostemp64)(char *template, int flags)
{
	struct call call = CALL(mkostemp64);
	int fd;

	do
		fd = REAL(mkostemp64)(template, flags);
	while (fd < 0 && again(&call, template, 0));
	return opened(&call, fd, template);
}

int HOOK(mkstemps)(char *template, int suffix_bytes)
{
	struct call call = CALL(mkstemps);
	int fd;

	do
		fd = REAL(mkstemps)(template, suffix_bytes);
	while (fd < 0 && again(&call, template, suffix_bytes));
	return opened(&call, fd, template);
}

int HOOK(mkstemps64)(char *template, int suffix_bytes)
{
	struct call call = CALL(mkstemps64);
	int fd;

	do
		fd = REAL(mkstemps64)(template, suffix_bytes);
	while (fd < 0 && again(&call, template, suffix_bytes));
	return opened(&call, fd, template);
}

int HOOK(mkostemps)(char *template, int suffix_bytes, int flags)
{
	struct call call = CALL(mkostemps);
	int fd;

	do
		fd = REAL(mkostemps)(template, suffix_bytes, flags);
	while (fd < 0 && again(&call, template, suffix_bytes));
	return opened(&call, fd, template);
}

int HOOK(mkostemps64)(char *template, int suffix_bytes, int flags)
{
	struct call call = CALL(mkostemps64);
	int fd;

	do
		fd = REAL(mkostemps64)(template, suffix_bytes, flags);
	while (fd < 0 && again(&call, template, suffix_bytes));
	return opened(&call, fd, template);
}

/*
 * Which entries of which directories are hidden. Every entry read anywhere
 * passes here, so the questions go from cheap to dear: is it a number, is that
 * number hidden, and only then: is the directory one that lists descriptors?
 */
#include "hooks/hide.h"

#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>

#include "base/str.h"
#include "base/sys.h"

int hidden_number(const char *name)
{
	long n = 0;
	int digits = 0;

	for (; (unsigned char)(name[digits] - '0') <= 9; digits++) {
		if (digits > 9)
			return -1;
		n = 10 * n + (name[digits] - '0');
	}
	if (likely(digits == 0) || name[digits] || n > INT32_MAX || !fd_hidden((int)n))
		return -1;
	return (int)n;
}

/* .../PID/fd, .../PID/task/TID/fd and their fdinfo, on whatever procfs that is. */
static bool names_descriptors(const char *link)
{
	const char *last = strrchr(link, '/');
	char buf[24];
	struct str self;

	if (!last || (strcmp(last, "/fd") != 0 && strcmp(last, "/fdinfo") != 0))
		return false;
	str_init(&self, buf, sizeof(buf));
	str_add_char(&self, '/');
	str_add_i64(&self, sys_getpid());
	str_add_char(&self, '/');
	return strstr(link, buf) != NULL;
}

bool lists_descriptors(int fd)
{
	char buf[32], link[256];
	struct statfs fs;
	struct str path;
	long n;

	if (sys_call3(SYS_fstatfs, fd, &fs, 0) < 0 || fs.f_type != PROC_SUPER_MAGIC)
		return false;
	str_init(&path, buf, sizeof(buf));
	str_add(&path, "/proc/self/fd/");
	str_add_i64(&path, fd);
	n = sys_readlinkat(AT_FDCWD, buf, link, sizeof(link) - 1);
	if (n < 0)
		return false;
	link[n] = '\0';
	return names_descriptors(link);
}

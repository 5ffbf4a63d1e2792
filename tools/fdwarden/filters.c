/* Finding the files that ship with the command. */
#include "filters.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

#ifndef FDWARDEN_DATADIR
#define FDWARDEN_DATADIR "/usr/local/share/fdwarden"
#endif

/* Where the command lies; NULL if nobody knows. */
static const char *own_directory(void)
{
	static char self[PATH_MAX];
	ssize_t bytes;

	if (self[0] != '\0')
		return self;
	bytes = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (bytes <= 0)
		return NULL;
	self[bytes] = '\0';
	*strrchr(self, '/') = '\0';
	return self;
}

const char *shipped_file(struct pool *pool, const char *installed_in, const char *name)
{
	const char *directory = own_directory();
	const char *path;

	/* Beside the command first: that is the build directory. */
	if (directory != NULL) {
		path = pool_format(pool, "%s/%s", directory, name);
		if (access(path, R_OK) == 0)
			return path;
	}
	path = pool_format(pool, "%s/%s", installed_in, name);
	return access(path, R_OK) == 0 ? path : NULL;
}

struct suppressions *filters_load(const struct settings *s)
{
	struct suppressions *all = suppressions_new();
	struct pool pool = { NULL };
	const char *shipped = shipped_file(&pool, FDWARDEN_DATADIR, "default.supp");
	char error[8192] = "";
	bool fine = shipped == NULL || suppressions_load(all, shipped, error, sizeof(error));

	suppressions_mark_shipped(all);
	for (size_t i = 0; fine && i < s->suppression_count; i++)
		fine = suppressions_load(all, s->suppressions[i], error, sizeof(error));
	pool_free(&pool);
	if (fine)
		return all;
	complain("%s", error);
	suppressions_free(all);
	return NULL;
}

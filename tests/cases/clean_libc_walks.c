/*
 * Walks over directories and tables that libc does inside.
 */
#include "case.h"

#include <dirent.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <iconv.h>
#include <locale.h>
#include <mntent.h>
#include <sys/stat.h>
#include <time.h>

static int visit(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)path, (void)status, (void)kind, (void)where;
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

int main(void)
{
	char *roots[] = { ".", NULL };
	struct dirent **names;
	FILE *mounts;
	time_t now = 0;
	glob_t found;
	iconv_t code;
	int count;
	FTS *fts;

	CHECK(mkdir("a", 0700) == 0 && mkdir("a/b", 0700) == 0);
	CHECK(nftw(".", visit, 2, FTW_PHYS) == 0);
	CHECK((fts = fts_open(roots, FTS_PHYSICAL, NULL)));
	while (fts_read(fts))
		;
	CHECK(fts_close(fts) == 0);
	CHECK(glob("/usr/*", 0, NULL, &found) == 0);
	globfree(&found);
	count = scandir("/usr", &names, NULL, alphasort);
	CHECK(count > 2);
	while (count > 0)
		free(names[--count]);
	free(names);
	CHECK((mounts = setmntent("/proc/self/mounts", "r")));
	getmntent(mounts);
	endmntent(mounts);
	CHECK(setlocale(LC_ALL, "") && localtime(&now));
	code = iconv_open("UTF-16", "UTF-8");
	if (code != (iconv_t)-1)
		iconv_close(code);
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) > 0);
	return 0;
}

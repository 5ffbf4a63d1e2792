/* temp.c */
#include "row.h"

#define NAME "temp-XXXXXX"
#define SUFFIXED "temp-XXXXXX.txt"

MAKES(mkstemp, .object = "file") { char path[] = NAME; CHECK(mkstemp(path) >= 0); }
MAKES(mkstemp64) { char path[] = NAME; CHECK(mkstemp64(path) >= 0); }
MAKES(mkostemp) { char path[] = NAME; CHECK(mkostemp(path, O_CLOEXEC) >= 0); }
MAKES(mkostemp64) { char path[] = NAME; CHECK(mkostemp64(path, O_CLOEXEC) >= 0); }
MAKES(mkstemps) { char path[] = SUFFIXED; CHECK(mkstemps(path, 4) >= 0); }
MAKES(mkstemps64) { char path[] = SUFFIXED; CHECK(mkstemps64(path, 4) >= 0); }
MAKES(mkostemps) { char path[] = SUFFIXED; CHECK(mkostemps(path, 4, O_CLOEXEC) >= 0); }
MAKES(mkostemps64) { char path[] = SUFFIXED; CHECK(mkostemps64(path, 4, O_CLOEXEC) >= 0); }

QUIET(mkstemp)
{
	char path[] = "temp-XXXXX";

	CHECK(mkstemp(path) == -1 && errno == EINVAL && !strcmp(path, "temp-XXXXX"));
}

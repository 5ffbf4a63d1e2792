/*
 * fts: between fts_open and fts_close one descriptor is open, of the working
 * directory at the start, unless FTS_NOCHDIR. It is in the FTS that <fts.h>
 * documents. ftw and nftw return with nothing open.
 */
#include "hooks/closing.h"

typedef int compare(const FTSENT **, const FTSENT **);
typedef int compare64(const FTSENT64 **, const FTSENT64 **);

/* True if this walk was to have a descriptor, and has none for lack of numbers. */
static bool lost_root(int asked, int got)
{
	return !(asked & (FTS_NOCHDIR | FTS_LOGICAL)) && (got & FTS_NOCHDIR);
}

FTS *HOOK(fts_open)(char *const *paths, int options, compare *by)
{
	struct call call = CALL(fts_open);
	FTS *fts = REAL(fts_open)(paths, options, by);

	if ((!fts || lost_root(options, fts->fts_options)) && fd_exhausted(&call)) {
		if (fts)
			(void)REAL(fts_close)(fts);
		fts = REAL(fts_open)(paths, options, by);
	}
	if (fts && !(fts->fts_options & FTS_NOCHDIR))
		fd_opened(&call, fts->fts_rfd, OBJECT_DIRECTORY, ".", 0);
	return fts;
}

FTS64 *HOOK(fts64_open)(char *const *paths, int options, compare64 *by)
{
	struct call call = CALL(fts64_open);
	FTS64 *fts = REAL(fts64_open)(paths, options, by);

	if ((!fts || lost_root(options, fts->fts_options)) && fd_exhausted(&call)) {
		if (fts)
			(void)REAL(fts64_close)(fts);
		fts = REAL(fts64_open)(paths, options, by);
	}
	if (fts && !(fts->fts_options & FTS_NOCHDIR))
		fd_opened(&call, fts->fts_rfd, OBJECT_DIRECTORY, ".", 0);
	return fts;
}

int HOOK(fts_close)(FTS *fts)
{
	struct call call = CALL(fts_close);
	struct closing closing;
	int r;

	if (fts->fts_options & FTS_NOCHDIR)
		return REAL(fts_close)(fts);
	fd_closing(&call, &closing, fts->fts_rfd, 0);
	closing_swap(&closing, &fts->fts_rfd);
	r = REAL(fts_close)(fts);
	fd_closed(&closing);
	return r;
}

int HOOK(fts64_close)(FTS64 *fts)
{
	struct call call = CALL(fts64_close);
	struct closing closing;
	int r;

	if (fts->fts_options & FTS_NOCHDIR)
		return REAL(fts64_close)(fts);
	fd_closing(&call, &closing, fts->fts_rfd, 0);
	closing_swap(&closing, &fts->fts_rfd);
	r = REAL(fts64_close)(fts);
	fd_closed(&closing);
	return r;
}

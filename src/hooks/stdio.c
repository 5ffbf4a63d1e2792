/*
 * Streams: a FILE owns its descriptor from fopen or fdopen to fclose.
 *
 * Where a stream is closed, the number is held without a gap: a second
 * descriptor of the same file takes its place inside the FILE, the real fclose
 * writes to that one and closes it, and the number itself then goes to its
 * tombstone. Streams without a descriptor (fmemopen, open_memstream,
 * fopencookie) pass through.
 */
#include <string.h>
#include <sys/stat.h>

#include "hooks/closing.h"
#include "runtime/look.h"

/* Like fileno(3), which sets errno for a stream without a descriptor. */
static int number_of(FILE *fp)
{
	int saved = errno;
	int fd = fileno_unlocked(fp);

	errno = saved;
	return fd;
}

static uint64_t tag_of(const FILE *fp)
{
	return owner_tag(OWNER_FILE, fp);
}

/* What the ledger has for the stream's is the stream's, and nothing else has to be asked. */
static must_inline int number_to_close(FILE *fp)
{
	int fd = *file_number(fp);

	return likely(fd > 2 && fd_is_owned(fd, tag_of(fp))) ? fd : number_of(fp);
}

/*
 * 0, 1 and 2 are the process's, whoever writes to them: dup2 over the number of
 * a stdin or stdout that was reopened is how it is put back.
 */
static void owned(const struct call *call, int fd, const FILE *fp)
{
	if (fd > 2)
		fd_owned(call, fd, tag_of(fp));
}

static hot FILE *made(const struct call *call, FILE *fp, enum object_type type, const char *path,
		  unsigned int flags)
{
	int fd;

	if (!fp)
		return NULL;
	fd = fileno_unlocked(fp);
	fd_opened_owned(call, fd, type, path, flags, fd > 2 ? tag_of(fp) : 0);
	return fp;
}

static unsigned int flags_of(const char *mode)
{
	return mode[0] == 'r' && !strchr(mode, '+') ? 0 : SLOT_WRITABLE;
}

/* ---- Opened ------------------------------------------------------------ */

hot FILE *HOOK(fopen)(const char *path, const char *mode)
{
	struct call call = CALL(fopen);
	FILE *fp;

	do
		fp = REAL(fopen)(path, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, path, flags_of(mode));
}

hot FILE *HOOK(fopen64)(const char *path, const char *mode)
{
	struct call call = CALL(fopen64);
	FILE *fp;

	do
		fp = REAL(fopen64)(path, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, path, flags_of(mode));
}

FILE *HOOK(_IO_fopen)(const char *path, const char *mode)
{
	struct call call = CALL(_IO_fopen);
	FILE *fp;

	do
		fp = REAL(_IO_fopen)(path, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, path, flags_of(mode));
}

FILE *HOOK(tmpfile)(void)
{
	struct call call = CALL(tmpfile);
	FILE *fp;

	do
		fp = REAL(tmpfile)();
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, NULL, SLOT_WRITABLE);
}

FILE *HOOK(tmpfile64)(void)
{
	struct call call = CALL(tmpfile64);
	FILE *fp;

	do
		fp = REAL(tmpfile64)();
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, NULL, SLOT_WRITABLE);
}

FILE *HOOK(setmntent)(const char *path, const char *mode)
{
	struct call call = CALL(setmntent);
	FILE *fp;

	do
		fp = REAL(setmntent)(path, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, path, flags_of(mode));
}

FILE *HOOK(__setmntent)(const char *path, const char *mode)
{
	struct call call = CALL(__setmntent);
	FILE *fp;

	do
		fp = REAL(__setmntent)(path, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_FILE, path, flags_of(mode));
}

/* fdopen looks at the descriptor with F_GETFL, which a tombstone answers. */
static FILE *take_over(const struct call *call, FILE *(*real_fdopen)(int, const char *), int fd,
		   const char *mode)
{
	FILE *fp;

	if (fd_stale(call, fd)) {
		errno = EBADF;
		return NULL;
	}
	fp = real_fdopen(fd, mode);
	if (fp)
		owned(call, fd, fp);
	else
		fd_failed(call, fd);
	return fp;
}

FILE *HOOK(fdopen)(int fd, const char *mode)
{
	struct call call = CALL(fdopen);

	return take_over(&call, REAL(fdopen), fd, mode);
}

FILE *HOOK(_IO_fdopen)(int fd, const char *mode)
{
	struct call call = CALL(_IO_fdopen);

	return take_over(&call, REAL(_IO_fdopen), fd, mode);
}

/* ---- Opened again ------------------------------------------------------ */

/*
 * freopen opens the new file at any number, puts it at the stream's with dup3,
 * and closes the other (glibc, libio/freopen.c). If the file cannot be opened
 * the stream's descriptor is closed nevertheless. So the closing is over, as
 * far as the ledger goes, before it begins: a stand-in would only take the one
 * number that freopen may find.
 */
static void reopening(struct call *call, FILE *fp)
{
	int fd = number_of(fp);
	struct closing closing;

	fd_closing(call, &closing, fd, tag_of(fp));
	fd_closed(&closing);
	/* The dup3 is on its way; a tombstone there is nobody's any more. */
	(void)fd_replacing(call, -1, fd);
}

FILE *HOOK(freopen)(const char *path, const char *mode, FILE *fp)
{
	struct call call = CALL(freopen);
	FILE *r;

	reopening(&call, fp);
	do
		r = REAL(freopen)(path, mode, fp);
	while (!r && fd_exhausted(&call));
	return made(&call, r, OBJECT_FILE, path, flags_of(mode));
}

FILE *HOOK(freopen64)(const char *path, const char *mode, FILE *fp)
{
	struct call call = CALL(freopen64);
	FILE *r;

	reopening(&call, fp);
	do
		r = REAL(freopen64)(path, mode, fp);
	while (!r && fd_exhausted(&call));
	return made(&call, r, OBJECT_FILE, path, flags_of(mode));
}

/* ---- Pipes to processes ------------------------------------------------ */

/* Somebody has used popen: fclose closes such streams, too, and waits there. */
static bool popen_used;

FILE *HOOK(popen)(const char *command, const char *mode)
{
	struct call call = CALL(popen);
	FILE *fp;

	store_relaxed(&popen_used, true);
	do
		fp = REAL(popen)(command, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_PIPE, NULL, flags_of(mode));
}

FILE *HOOK(_IO_popen)(const char *command, const char *mode)
{
	struct call call = CALL(_IO_popen);
	FILE *fp;

	store_relaxed(&popen_used, true);
	do
		fp = REAL(_IO_popen)(command, mode);
	while (!fp && fd_exhausted(&call));
	return made(&call, fp, OBJECT_PIPE, NULL, flags_of(mode));
}

static bool is_pipe(int fd)
{
	struct stat st;
	int saved = errno;
	int r = REAL(fstat)(fd, &st);

	errno = saved;
	return r == 0 && S_ISFIFO(st.st_mode);
}

/* ---- Closed ------------------------------------------------------------ */

static must_inline void closing_stream(const struct call *call, struct closing *closing, FILE *fp)
{
	fd_closing(call, closing, number_to_close(fp), tag_of(fp));
	/* A stream of another kind has another number there, or none, and is left alone. */
	closing_swap(closing, file_number(fp));
	/* The other end must see the end of file before the process is waited for. */
	if (unlikely(load_relaxed(&popen_used)) && closing->swapped && is_pipe(closing->stand_in))
		fd_hold_now(closing);
}

hot int HOOK(fclose)(FILE *fp)
{
	struct call call = CALL(fclose);
	struct closing closing;
	int r;

	closing_stream(&call, &closing, fp);
	r = REAL(fclose)(fp);
	fd_closed(&closing);
	return r;
}

int HOOK(_IO_fclose)(FILE *fp)
{
	struct call call = CALL(_IO_fclose);
	struct closing closing;
	int r;

	closing_stream(&call, &closing, fp);
	r = REAL(_IO_fclose)(fp);
	fd_closed(&closing);
	return r;
}

int HOOK(pclose)(FILE *fp)
{
	struct call call = CALL(pclose);
	struct closing closing;
	int r;

	closing_stream(&call, &closing, fp);
	r = REAL(pclose)(fp);
	fd_closed(&closing);
	return r;
}

/* endmntent(NULL) is allowed. */
int HOOK(endmntent)(FILE *fp)
{
	struct call call = CALL(endmntent);
	struct closing closing;
	int r;

	if (!fp)
		return REAL(endmntent)(fp);
	closing_stream(&call, &closing, fp);
	r = REAL(endmntent)(fp);
	fd_closed(&closing);
	return r;
}

int HOOK(__endmntent)(FILE *fp)
{
	struct call call = CALL(__endmntent);
	struct closing closing;
	int r;

	if (!fp)
		return REAL(__endmntent)(fp);
	closing_stream(&call, &closing, fp);
	r = REAL(__endmntent)(fp);
	fd_closed(&closing);
	return r;
}

/*
 * Writes out what the streams hold, and closes no descriptor (glibc 2.36,
 * libio/genops.c, _IO_cleanup; seen under strace): what is open stays open.
 */
int HOOK(fcloseall)(void)
{
	int r = REAL(fcloseall)();

	if (r == 0)
		fd_released_all(OWNER_FILE);
	return r;
}

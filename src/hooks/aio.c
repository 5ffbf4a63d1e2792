/*
 * POSIX asynchronous I/O (aio(7)). A dead number makes no call fail: the
 * request is queued, and aio_error(3) answers EBADF some time later, for a
 * tombstone as well. So the ledger is asked when the request is made, where
 * the stack says who made it, and the request goes its way.
 */
#include "hooks/users.h"

int HOOK(aio_read)(struct aiocb *request)
{
	struct call call = CALL(aio_read);

	(void)fd_stale(&call, request->aio_fildes);
	return REAL(aio_read)(request);
}

int HOOK(aio_read64)(struct aiocb64 *request)
{
	struct call call = CALL(aio_read64);

	(void)fd_stale(&call, request->aio_fildes);
	return REAL(aio_read64)(request);
}

int HOOK(aio_write)(struct aiocb *request)
{
	struct call call = CALL(aio_write);

	(void)fd_stale(&call, request->aio_fildes);
	return REAL(aio_write)(request);
}

int HOOK(aio_write64)(struct aiocb64 *request)
{
	struct call call = CALL(aio_write64);

	(void)fd_stale(&call, request->aio_fildes);
	return REAL(aio_write64)(request);
}

/* These fail at once on a closed number (glibc asks fcntl F_GETFL). */
int HOOK(aio_fsync)(int operation, struct aiocb *request)
{
	struct call call = CALL(aio_fsync);
	int r;

	if (fd_stale(&call, request->aio_fildes))
		return fail(EBADF);
	r = REAL(aio_fsync)(operation, request);
	if (r == -1)
		fd_failed(&call, request->aio_fildes);
	return r;
}

int HOOK(aio_fsync64)(int operation, struct aiocb64 *request)
{
	struct call call = CALL(aio_fsync64);
	int r;

	if (fd_stale(&call, request->aio_fildes))
		return fail(EBADF);
	r = REAL(aio_fsync64)(operation, request);
	if (r == -1)
		fd_failed(&call, request->aio_fildes);
	return r;
}

int HOOK(lio_listio)(int mode, struct aiocb *LIST_OF list[], int count, struct sigevent *event)
{
	struct call call = CALL(lio_listio);

	for (int i = 0; i < count; i++) {
		if (list[i] && list[i]->aio_lio_opcode != LIO_NOP)
			(void)fd_stale(&call, list[i]->aio_fildes);
	}
	return REAL(lio_listio)(mode, list, count, event);
}

int HOOK(lio_listio64)(int mode, struct aiocb64 *LIST_OF list[], int count, struct sigevent *event)
{
	struct call call = CALL(lio_listio64);

	for (int i = 0; i < count; i++) {
		if (list[i] && list[i]->aio_lio_opcode != LIO_NOP)
			(void)fd_stale(&call, list[i]->aio_fildes);
	}
	return REAL(lio_listio64)(mode, list, count, event);
}

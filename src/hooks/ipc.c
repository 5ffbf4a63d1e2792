/* Named objects shared between processes. sem_open keeps no descriptor. */
#include <stdarg.h>

#include "hooks/hooks.h"
#include "runtime/close.h"

int HOOK(shm_open)(const char *name, int flags, mode_t mode)
{
	struct call call = CALL(shm_open);
	int fd;

	do
		fd = REAL(shm_open)(name, flags, mode);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_FILE, name, (flags & O_ACCMODE) == O_RDWR ? SLOT_WRITABLE : 0);
	return fd;
}

/* mqd_t is a descriptor on Linux (mq_overview(7)). */
static mqd_t queue_opened(const struct call *call, mqd_t queue, const char *name, int flags)
{
	fd_opened(call, queue, OBJECT_MQUEUE, name,
		  (flags & O_ACCMODE) == O_RDONLY ? 0 : SLOT_WRITABLE);
	return queue;
}

/* The mode and the attributes are there for O_CREAT alone. */
mqd_t HOOK(mq_open)(const char *name, int flags, ...)
{
	struct call call = CALL(mq_open);
	struct mq_attr *attr = NULL;
	mode_t mode = 0;
	va_list args;
	mqd_t queue;

	if (flags & O_CREAT) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		attr = va_arg(args, struct mq_attr *);
		va_end(args);
	}
	do
		queue = REAL(mq_open)(name, flags, mode, attr);
	while (queue < 0 && fd_exhausted(&call));
	return queue_opened(&call, queue, name, flags);
}

mqd_t HOOK(__mq_open_2)(const char *name, int flags)
{
	struct call call = CALL(__mq_open_2);
	mqd_t queue;

	do
		queue = REAL(__mq_open_2)(name, flags);
	while (queue < 0 && fd_exhausted(&call));
	return queue_opened(&call, queue, name, flags);
}

/* close(2) under another name. */
int HOOK(mq_close)(mqd_t queue)
{
	struct call call = CALL(mq_close);
	int r = fd_close(&call, queue, REAL(mq_close));

	return r < 0 ? fail(-r) : r;
}

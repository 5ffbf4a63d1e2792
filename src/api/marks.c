/* Marks: what was opened since and is still open. */
#include <sys/mman.h>

#include "api/api.h"
#include "base/sys.h"
#include "runtime/afl.h"

struct fdw_mark fdw_mark(unsigned int flags)
{
	struct fdw_mark mark = { 0, 0, 0 };

	if (!runtime_enter())
		return mark;
	afl_program_reads();
	mark.opens = load_acquire(&runtime.ledger.header->opens);
	mark.process = runtime.births;
	mark.thread = flags & FDW_THREAD ? (int32_t)capture_tid() : 0;
	return mark;
}

/* A forked child counts its own opens from 0, and the thread that forked is its first. */
static struct selection since(const struct fdw_mark *mark)
{
	bool forked = mark->process != runtime.births;

	return (struct selection){
		.opens = forked ? 0 : mark->opens,
		.thread = (uint32_t)(forked && mark->thread ? runtime.pid : mark->thread),
	};
}

int fdw_since(const struct fdw_mark *mark, fdw_info_fn fn, void *ctx)
{
	struct ledger_slot *slot;
	struct selection s;
	int count = 0, fd = -1;

	if (!runtime_enter())
		return 0;
	s = since(mark);
	if (surely_none(&s))
		return 0;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (!selected(&s, slot, fd) || !still_open(fd, slot))
			continue;
		count++;
		if (fn) {
			struct fdw_info info;

			api_info(&info, fd, slot);
			fn(ctx, &info);
		}
	}
	return count;
}

int fdw_report_since(const struct fdw_mark *mark, int to)
{
	struct selection s;

	if (!runtime_enter())
		return 0;
	s = since(mark);
	return check_begin(&s) ? (int)check_report(&s, to) : 0;
}

/* Where the report goes before it goes into the caller's buffer. */
static int make_memfd(void)
{
	return (int)sys_call3(SYS_memfd_create, "fdwarden-text", MFD_CLOEXEC, 0);
}

int fdw_text_since(const struct fdw_mark *mark, char *text, size_t bytes)
{
	struct selection s;
	unsigned int count;
	long got = 0;
	int fd;

	if (bytes)
		text[0] = '\0';
	if (!runtime_enter())
		return 0;
	s = since(mark);
	if (!check_begin(&s))
		return 0;
	fd_passing_begin();
	fd = make_memfd();
	count = fd >= 0 ? check_report(&s, fd) : 0;
	if (count && bytes)
		got = sys_call6(SYS_pread64, fd, (long)text, (long)bytes - 1, 0, 0, 0);
	if (bytes)
		text[got > 0 ? got : 0] = '\0';
	if (fd >= 0)
		(void)sys_close(fd);
	fd_passing_end();
	return fd >= 0 ? (int)count : fdw_since(mark, NULL, NULL);
}

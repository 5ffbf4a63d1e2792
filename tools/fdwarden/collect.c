/* Ledgers of a directory; who of their writers is still alive. */
#include "collect.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "process.h"

static bool is_last_image(const struct document *d, const struct process *p)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->processes[i]->pid == p->pid && d->processes[i]->image > p->image)
			return false;
	return true;
}

/*
 * wait(2) knows best how PROGRAM ended; of others the ledger may know, and if
 * it does not, they are alive or were killed.
 */
static void settle_ending(struct document *d, struct process *p, const struct run_record *run)
{
	bool last = is_last_image(d, p);

	if (!last && p->ended == ENDED_UNKNOWN) {
		p->ended = ENDED_EXEC; /* the next image is there */
	} else if (last && run->pid != 0 && run->pid == p->pid) {
		p->ended = WIFSIGNALED(run->status) ? ENDED_SIGNAL : ENDED_EXIT;
		p->code = WIFSIGNALED(run->status) ? WTERMSIG(run->status)
						   : WEXITSTATUS(run->status);
	} else if (last && process_is_alive(p->pid, p->ledger.header->begun_ticks)) {
		p->ended = ENDED_RUNNING;
		p->code = -1;
	}
}

struct adding {
	struct document *document;
	const char *directory;
	int pid; /* 0: of any process */
};

static bool add_ledger(void *ctx, int dir, const char *name)
{
	struct adding *adding = ctx;
	const char *path;
	int fd;

	if (adding->pid != 0 && strtol(name, NULL, 10) != adding->pid)
		return true;
	path = pool_format(&adding->document->pool, "%s/%s", adding->directory, name);
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0) {
		complain("cannot read the ledger \"%s\": %s", path, strerror(errno));
		adding->document->unreadable = true;
		return true;
	}
	(void)document_add(adding->document, fd, path);
	(void)close(fd);
	return true;
}

bool collect(struct document *d, const char *directory, int pid, const struct run_record *run)
{
	struct adding adding = { d, directory, pid };
	int error = rundir_each_ledger(directory, add_ledger, &adding);

	if (error != 0) {
		complain("cannot read \"%s\": %s", directory, strerror(-error));
		return false;
	}
	for (size_t i = 0; i < d->count; i++)
		settle_ending(d, d->processes[i], run);
	return true;
}

/* The first part of a ledger's header; false if it is no ledger in use. */
static bool read_head(int dir, const char *name, struct ledger_header *head, size_t bytes)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool fine;

	if (fd < 0)
		return false;
	fine = pread(fd, head, bytes, 0) == (ssize_t)bytes && head->magic == LEDGER_MAGIC &&
	       head->version == LEDGER_VERSION && head->complete != 0 && head->pid > 0;
	(void)close(fd);
	return fine;
}

static bool count_forks(void *ctx, int dir, const char *name)
{
	struct ledger_header head;
	int64_t *missing = ctx;

	if (read_head(dir, name, &head, offsetof(struct ledger_header, lost)))
		*missing += (int64_t)head.forks - (int64_t)head.forks_seen;
	return true;
}

#define SETTLE_STEP_NS 2000000
#define SETTLE_STEPS   100

void collect_settle(const char *directory)
{
	const struct timespec step = { 0, SETTLE_STEP_NS };

	for (int i = 0; i < SETTLE_STEPS; i++) {
		int64_t missing = 0;

		if (rundir_each_ledger(directory, count_forks, &missing) != 0 || missing <= 0)
			return;
		(void)nanosleep(&step, NULL);
	}
}

/* The writer of a ledger, as a pidfd, if it is alive; else -1. */
static int writer_of(int dir, const char *name)
{
	struct ledger_header head;
	int pidfd;

	if (!read_head(dir, name, &head, offsetof(struct ledger_header, start_ns)))
		return -1;
	pidfd = (int)syscall(SYS_pidfd_open, head.pid, 0);
	/* Asked after the pidfd is there: now the number cannot change hands. */
	if (pidfd >= 0 && !process_is_alive(head.pid, head.begun_ticks)) {
		(void)close(pidfd);
		pidfd = -1;
	}
	return pidfd;
}

static bool find_writer(void *ctx, int dir, const char *name)
{
	int *pidfd = ctx;

	*pidfd = writer_of(dir, name);
	return *pidfd < 0;
}

bool collect_has_writer(const char *directory)
{
	int pidfd = -1;

	(void)rundir_each_ledger(directory, find_writer, &pidfd);
	if (pidfd >= 0)
		(void)close(pidfd);
	return pidfd >= 0;
}

/* One after the other, until a look at all of them finds nobody alive. */
void collect_wait(const char *directory, bool (*is_stopped)(void))
{
	while (!is_stopped()) {
		int pidfd = -1;

		collect_settle(directory);
		(void)rundir_each_ledger(directory, find_writer, &pidfd);
		if (pidfd < 0)
			return;
		(void)poll(&(struct pollfd){ .fd = pidfd, .events = POLLIN }, 1, -1);
		(void)close(pidfd);
	}
}

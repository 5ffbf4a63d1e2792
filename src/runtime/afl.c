/* AFL++ above this process. */
#include "runtime/afl.h"

#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/sys.h"
#include "model/modules.h"
#include "runtime/alive.h"
#include "runtime/mounts.h"
#include "runtime/runtime.h"

/* FORKSRV_FD of its config.h: commands arrive here, answers leave by the next. */
#define FORK_SERVER_FD 198

/* The id of the shared memory that it counts edges in: every tool of its sets it. */
#define MARK "__AFL_SHM_ID="

static bool above, warm;

void afl_note(char **envp)
{
	for (; envp && *envp && !above; envp++)
		above = strncmp(*envp, MARK, sizeof(MARK) - 1) == 0;
}

bool afl_above(void)
{
	return above;
}

hot bool afl_owns(int fd)
{
	return above && (fd == FORK_SERVER_FD || fd == FORK_SERVER_FD + 1);
}

static int note_module(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size;
	(void)ctx;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t pc = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X))
			(void)modules_note(&runtime.ledger, &pc, 1);
	}
	return 0;
}

/* ---- Who reads --------------------------------------------------------- */

static struct timespec began;
static int (*running_clock)(clockid_t, struct timespec *);
static bool running_caches;

/* To ask libc and the kernel's page for the time is two pages more. */
static hot int stopped_clock(clockid_t clock, struct timespec *t)
{
	(void)clock;
	*t = began;
	return 0;
}

static bool stderr_is_null(void)
{
	int fd = runtime.own.fd[OWN_STDERR] >= 0 ? runtime.own.fd[OWN_STDERR] : 2;
	struct stat st;

	return sys_call3(SYS_fstat, fd, &st, 0) < 0 ||
	       (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3));
}

bool afl_nobody_reads(void)
{
	const struct options *o = &runtime.options;

	return above && !o->suppressions[0] && !o->log[0] && !o->log_path[0] && stderr_is_null();
}

static void begin_unread(void)
{
	(void)sys_clock(CLOCK_MONOTONIC_COARSE, &began);
	running_clock = sys_clock;
	sys_clock = stopped_clock;
	runtime.unread = runtime.unnamed = true;
	running_caches = runtime.caches;
	runtime.caches = false;
	if (!thread_is_alone())
		return;
	alive_rest();
	arena_trim(&runtime.ledger.arena, load_acquire(&runtime.ledger.header->used_bytes));
}

void afl_program_reads_names(void)
{
	runtime.unnamed = false;
	afl_program_reads();
}

void afl_program_reads(void)
{
	if (likely(!runtime.unread))
		return;
	runtime.unread = false;
	runtime.caches = running_caches;
	sys_clock = running_clock;
	thread_self.tid = 0;
	alive_again();
}

/* ---- The fork server --------------------------------------------------- */

/* What each child would learn anew. */
static void learn(void)
{
	(void)dl_iterate_phdr(note_module, NULL);
	if (runtime.unwinder->share)
		runtime.unwinder->share();
}

hot void afl_before_fork(void)
{
	if (!above || warm)
		return;
	warm = true;
	(void)mounts_ask();
	if (afl_nobody_reads() && !load_relaxed(&runtime.on_finding) && !runtime.options.trace[0])
		begin_unread();
	else
		learn();
}

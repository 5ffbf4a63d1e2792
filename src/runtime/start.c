/*
 * The start of the library in a process, once, from its constructor. Until
 * then every hook passes through; what was opened by then counts as inherited.
 *
 * The library must never be the reason why a program does not run: whatever
 * fails here leaves it doing less, or nothing.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/sys.h"
#include "policy/kinds.h"
#include "runtime/afl.h"
#include "runtime/alive.h"
#include "runtime/files.h"
#include "runtime/lifecycle.h"
#include "runtime/runtime.h"
#include "runtime/trace.h"
#include "unwind/stack_cache.h"

struct runtime runtime;
static struct option_texts option_texts large_bss;

/* ---- Options ----------------------------------------------------------- */

/* The program may define it: options as in FDWARDEN_OPTIONS. */
const char *fdw_default_options(void) __attribute__((weak));
/* The same: suppressions, as they stand in a file. */
const char *fdw_default_suppressions(void) __attribute__((weak));
/* The same of what the program is linked with to be tested (tools/fuzz). */
const char *fdw_harness_options(void) __attribute__((weak));

static void say(void *ctx, const char *line)
{
	struct str *str = ctx;

	str_clear(str);
	str_add(str, "fdwarden: ");
	str_add(str, line);
	str_add(str, "\n");
	(void)sys_write(2, str->at, str->used);
}

static void print(void *ctx, const char *text, size_t bytes)
{
	(void)ctx;
	(void)sys_write(2, text, bytes);
}

static const char *find_env(char **envp, const char *name)
{
	size_t length = strlen(name);

	for (; envp && *envp; envp++) {
		if (strncmp(*envp, name, length) == 0 && (*envp)[length] == '=')
			return *envp + length + 1;
	}
	return NULL;
}

static void read_options(char **envp)
{
	struct options *options = &runtime.options;
	const char *env = getauxval(AT_SECURE) ? NULL : find_env(envp, "FDWARDEN_OPTIONS");
	char buf[1024];
	struct str str;

	str_init(&str, buf, sizeof(buf));
	options_set_defaults(options, &option_texts);
	/* How a sanitizer's findings become AFL++'s crashes, too. */
	options->abort_on_error = afl_above();
	if (fdw_harness_options)
		(void)options_parse(options, fdw_harness_options(), "fdw_harness_options", say,
				    &str);
	if (fdw_default_options)
		(void)options_parse(options, fdw_default_options(), "fdw_default_options", say,
				    &str);
	if (env)
		(void)options_parse(options, env, "FDWARDEN_OPTIONS", say, &str);
	kinds_set_severities(options->severity);
	if (options->help)
		options_print_help(print, NULL);
}

/* A share of what the program may open, so that it meets its limit only when
 * it would have. */
static unsigned int quarantine_size(void)
{
	struct rlimit limit = { 1024, 1024 };
	unsigned int wanted = runtime.options.quarantine;

	(void)sys_call6(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit, 0, 0);
	if (wanted == OPTION_AUTO)
		wanted = limit.rlim_cur / 4 < 256 ? (unsigned int)(limit.rlim_cur / 4) : 256;
	return wanted;
}

/* ---- What the ledger says about the process ---------------------------- */

static void describe_args(struct ledger_header *h, int argc, char **argv)
{
	size_t bytes = 0, used = 0;
	char *to;

	for (int i = 0; i < argc; i++)
		bytes += strlen(argv[i]) + 1;
	h->args = ledger_take(&runtime.ledger, bytes + 1);
	to = ledger_at(&runtime.ledger, h->args);
	for (int i = 0; to && i < argc; i++) {
		memcpy(to + used, argv[i], strlen(argv[i]) + 1);
		used += strlen(argv[i]) + 1;
	}
	h->args_bytes = (uint32_t)used;
}

static void describe_paths(struct ledger_header *h)
{
	char path[4096];
	long n = sys_readlinkat(AT_FDCWD, "/proc/self/exe", path, sizeof(path));

	if (n > 0) {
		h->exe = ledger_keep(&runtime.ledger, path, (size_t)n);
		h->exe_bytes = h->exe ? (uint32_t)n : 0;
	}
	n = sys_call3(SYS_getcwd, path, sizeof(path), 0);
	if (n > 1) {
		h->cwd = ledger_keep(&runtime.ledger, path, (size_t)n - 1);
		h->cwd_bytes = h->cwd ? (uint32_t)n - 1 : 0;
	}
}

static void describe(int argc, char **argv, const char *calls, size_t calls_bytes)
{
	struct ledger_header *h = runtime.ledger.header;

	describe_args(h, argc, argv);
	describe_paths(h);
	h->calls = ledger_keep(&runtime.ledger, calls, calls_bytes);
	h->calls_bytes = h->calls ? (uint32_t)calls_bytes : 0;
	if (fdw_default_suppressions) {
		size_t bytes = strlen(fdw_default_suppressions());

		h->suppressions = ledger_keep(&runtime.ledger, fdw_default_suppressions(), bytes);
		h->suppressions_bytes = h->suppressions ? (uint32_t)bytes : 0;
	}
	h->checks = runtime.options.checks;
	h->leaks = runtime.options.leaks;
	files_describe_process();
}

static void note_inherited(int fd, void *ctx)
{
	struct described *last = ctx;
	struct ledger_slot *slot;

	if (own_has(&runtime.own, fd) || afl_owns(fd))
		return;
	slot = ledger_slot_make(&runtime.ledger, fd);
	if (!slot)
		return;
	slot->word = word_make(0, SLOT_INHERITED | (fd <= 2 ? SLOT_IGNORED : 0), OBJECT_OTHER,
			       SLOT_OPEN);
	runtime.ledger.header->inherited++;
	describe_open_after(fd, slot, last);
	if (fd > 2)
		blind_note(BLIND_INHERITED, fd, NO_CALL);
}

/* ---- Descriptors of ours that move or vanish --------------------------- */

void runtime_own_moved(void)
{
	struct arena *arena = &runtime.ledger.arena;

	if (!runtime.in_file)
		return;
	store_relaxed(&arena->fd, runtime.own.fd[OWN_LEDGER]);
	/* Without its file it grows no more: what is in the file stays valid. */
	if (arena->fd < 0)
		arena->reserved_bytes = load_acquire(&arena->mapped_bytes);
}

void runtime_own_lost(int fd)
{
	for (int i = 0; i < OWN_DESCRIPTORS; i++) {
		if (runtime.own.fd[i] == fd)
			runtime.own.fd[i] = -1;
	}
	runtime_own_moved();
}

/* ---- Start ------------------------------------------------------------- */

/*
 * libunwind is loaded with dlopen, and that runs the constructors of what it needs:
 * libc's too, if libc's have not been run yet, which then never gets to know
 * argv and environ. Our constructor is before libc's, so libunwind waits for main.
 */
static bool libunwind_waits;

static bool libc_has_started(void)
{
	return environ;
}

static bool try_unwinder(const struct unwinder *u)
{
	if (!u)
		return false;
	if (u == &unwind_libunwind && !libc_has_started()) {
		libunwind_waits = true;
		return false;
	}
	if (u->init() < 0)
		return false;
	runtime.unwinder = u;
	runtime.caches = u->by_tables && stack_cache_init() == 0;
	return true;
}

static void start_unwinder(void)
{
	static const struct unwinder *const named[] = {
		[UNWIND_LIBUNWIND] = &unwind_libunwind,
		[UNWIND_CFI] = &unwind_cfi,
		[UNWIND_FP] = &unwind_fp,
		[UNWIND_NONE] = &unwind_caller,
	};
	static const struct unwinder *const by_preference[] = { &unwind_cfi, &unwind_libunwind,
								 &unwind_fp, &unwind_caller };
	const struct unwinder *wanted = named[runtime.options.unwind];

	if (try_unwinder(wanted))
		return;
	for (size_t i = 0; i < array_size(by_preference); i++) {
		if (try_unwinder(by_preference[i]))
			return;
	}
}

void process_libc_started(void)
{
	if (!libunwind_waits || !runtime_enter())
		return;
	libunwind_waits = false;
	thread_self.busy = 1;
	(void)try_unwinder(&unwind_libunwind);
	thread_self.busy = 0;
}

static int start_ledger(int fd)
{
	size_t most_bytes = (size_t)runtime.options.ledger_max << 20;
	bool little = fd < 0 && afl_nobody_reads();
	int r = little ? ledger_start_little(&runtime.ledger) : ledger_start(&runtime.ledger, fd);

	if (r == 0 && runtime.ledger.arena.reserved_bytes > most_bytes)
		runtime.ledger.arena.reserved_bytes = most_bytes;
	return r;
}

static int open_ledger(void)
{
	int fd = -1;

	if (runtime.options.dir[0])
		fd = files_create();
	runtime.in_file = fd >= 0;
	return start_ledger(fd);
}

/* There is nowhere to write that to. */
static void say_unwatched(void)
{
	static const char text[] = "fdwarden: this process is not watched: "
				   "there is no memory for the ledger\n";

	(void)sys_write(2, text, sizeof(text) - 1);
}

static void start(int argc, char **argv, const char *calls, size_t calls_bytes)
{
	struct described described = { .slot = NULL };

	runtime.pid = sys_getpid();
	own_start(&runtime.own);
	if (open_ledger() < 0) {
		runtime.in_file = false;
		own_drop(&runtime.own, OWN_LEDGER);
		if (start_ledger(-1) < 0) {
			store_release(&runtime.state, RUNTIME_DONE);
			say_unwatched();
			return;
		}
	}
	/* Only who will report needs it: a copy would keep a pipe open. */
	if (!runtime.in_file)
		(void)own_copy(&runtime.own, OWN_STDERR, 2);
	alive_start();
	if (own_make_tombstone(&runtime.own) == 0)
		quarantine_start(&runtime.quarantine, quarantine_size());
	describe(argc, argv, calls, calls_bytes);
	trace_start();
	files_each_at_start(note_inherited, &described);
	history_take_over();
	runtime.unwinder = &unwind_fp;
	start_unwinder();
	runtime_audits = runtime.options.audit;
	store_release(&runtime.ledger.header->complete, 1);
	store_release(&runtime.state, RUNTIME_LIVE);
}

void process_hold_nothing(void)
{
	runtime.quarantine.most = 0;
}

void process_start(int argc, char **argv, char **envp, const char *calls, size_t calls_bytes)
{
	int off = RUNTIME_OFF;

	if (!cas_acq_rel(&runtime.state, &off, RUNTIME_STARTING))
		return;
	afl_note(envp);
	read_options(envp);
	env_note(envp);
	start(argc, argv, calls, calls_bytes);
	if (!runtime.options.follow)
		process_env_clear(envp);
}

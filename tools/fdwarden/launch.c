/*
 * vfork, exec, wait: and nothing of fdwarden's that the program could notice.
 * Not fork: copying the page tables costs more than most of what is done here.
 */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

static volatile pid_t child;
static volatile sig_atomic_t stopped;

static void hand_on(int signal_number)
{
	int saved = errno;

	if (child > 0)
		(void)kill(child, signal_number);
	else
		stopped = 1;
	errno = saved;
}

static const int ignored[] = { SIGINT, SIGQUIT };
static const int handed_on[] = { SIGTERM, SIGHUP };

struct signals {
	struct sigaction ignored[array_size(ignored)];
	struct sigaction handed_on[array_size(handed_on)];
};

/* A signal that fdwarden was started to ignore (nohup) stays ignored. */
static void set_signals(struct signals *before)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction pass = { .sa_handler = hand_on, .sa_flags = SA_RESTART };

	for (size_t i = 0; i < array_size(ignored); i++)
		(void)sigaction(ignored[i], &ignore, &before->ignored[i]);
	for (size_t i = 0; i < array_size(handed_on); i++) {
		(void)sigaction(handed_on[i], NULL, &before->handed_on[i]);
		if (before->handed_on[i].sa_handler != SIG_IGN)
			(void)sigaction(handed_on[i], &pass, NULL);
	}
}

static void restore_signals(const struct signals *before)
{
	for (size_t i = 0; i < array_size(ignored); i++)
		(void)sigaction(ignored[i], &before->ignored[i], NULL);
	for (size_t i = 0; i < array_size(handed_on); i++)
		(void)sigaction(handed_on[i], &before->handed_on[i], NULL);
}

/* NAME=FIRST, or NAME=FIRST:what was there. */
static void put_before(const char *name, const char *first)
{
	const char *old = getenv(name);
	char *both;

	if (old == NULL || old[0] == '\0') {
		if (setenv(name, first, 1) != 0)
			out_of_memory();
		return;
	}
	if (asprintf(&both, "%s:%s", first, old) < 0 || setenv(name, both, 1) != 0)
		out_of_memory();
	free(both);
}

/* fdwarden's own becomes the program's: nobody reads it here any more. */
static void set_environment(const struct launch *launch)
{
	if (launch->library == NULL)
		return;
	put_before("LD_PRELOAD", launch->library);
	if (launch->first != NULL)
		put_before("LD_PRELOAD", launch->first);
	if (setenv("FDWARDEN_OPTIONS", launch->options, 1) != 0)
		out_of_memory();
	if (launch->asan)
		put_before("ASAN_OPTIONS", "verify_asan_link_order=0");
}

static void set_limit(uint64_t limit)
{
	struct rlimit now;

	if (limit == 0 || getrlimit(RLIMIT_NOFILE, &now) != 0)
		return;
	now.rlim_cur = limit;
	(void)setrlimit(RLIMIT_NOFILE, &now); /* tried before: limit_is_possible */
}

static bool limit_is_possible(uint64_t limit)
{
	struct rlimit now;

	if (limit == 0 || getrlimit(RLIMIT_NOFILE, &now) != 0 || limit <= now.rlim_max)
		return true;
	complain("--limit %llu is more than the hard limit of %llu", (unsigned long long)limit,
		 (unsigned long long)now.rlim_max);
	return false;
}

/*
 * In its own function: what a vfork child writes to the stack, its parent
 * meets. Signals wait until the program has its own handling of them.
 */
static __attribute__((noinline)) pid_t
start_program(const struct launch *launch, const struct signals *before, volatile int *exec_errno)
{
	sigset_t all, mask;
	pid_t pid;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &mask);
	pid = vfork();
	if (pid == 0) {
		restore_signals(before);
		set_limit(launch->limit);
		(void)sigprocmask(SIG_SETMASK, &mask, NULL);
		(void)execvp(launch->argv[0], launch->argv);
		*exec_errno = errno; /* in the parent's memory */
		_exit(STATUS_NOT_FOUND);
	}
	child = pid;
	(void)sigprocmask(SIG_SETMASK, &mask, NULL);
	return pid;
}

bool launch_is_stopped(void)
{
	return stopped != 0;
}

static struct signals before_launch;

void launch_done(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	restore_signals(&before_launch);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

/* The program has ended, others may not have: a SIGINT is for fdwarden now. */
static void listen_to_interrupts(void)
{
	struct sigaction pass = { .sa_handler = hand_on };

	child = 0;
	if (before_launch.ignored[0].sa_handler != SIG_IGN)
		(void)sigaction(SIGINT, &pass, NULL);
}

bool launch_and_wait(const struct launch *launch, struct launched *done)
{
	volatile int exec_errno = 0;

	memset(done, 0, sizeof(*done));
	if (!limit_is_possible(launch->limit))
		return false;
	set_environment(launch);
	set_signals(&before_launch);
	done->pid = start_program(launch, &before_launch, &exec_errno);
	if (done->pid < 0) {
		complain("cannot start a process: %s", strerror(errno));
		restore_signals(&before_launch);
		return false;
	}
	done->exec_errno = exec_errno;
	while (waitpid(child, &done->status, 0) < 0 && errno == EINTR)
		;
	listen_to_interrupts();
	return true;
}

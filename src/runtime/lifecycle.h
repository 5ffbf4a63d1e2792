/*
 * The life of a process: start, fork, exec, end. Called by the hooks of those
 * functions and by the constructor.
 */
#ifndef RUNTIME_LIFECYCLE_H
#define RUNTIME_LIFECYCLE_H

#include "base/compiler.h"

struct call;

/*
 * Once, from the library's constructor. `calls` are the names of the hooked
 * functions in the order of their numbers, each ending with NUL.
 */
void process_start(int argc, char **argv, char **envp, const char *calls, size_t calls_bytes);

/*
 * Somebody behind us keeps books of what is open: every close must go through
 * there, so none is held back.
 */
void process_hold_nothing(void);

/* libc's own constructors have run: what had to wait for them. */
void process_libc_started(void);

/*
 * Registers what runs at exit. To be called before the program's own
 * constructors; if process_reports_early, just before main.
 */
void process_before_main(void);
bool process_reports_early(void);

/* Just before main: the status that the program will give to exit() is noted. */
void process_at_main(void);

/* No system call may be made on our behalf. */
bool process_is_sandboxed(void);

/* exit(3) was called with this status, or will be; needed where on_exit(3) is not. */
void process_exiting(int status);

/* quick_exit(3) was called; its handlers run yet. */
void process_quick_exit(int status);

/*
 * Around fork(2): `prepare` in the parent before, then one of the others.
 * What prepare returns belongs to the call; NULL is fine.
 */
void *process_fork_prepare(void);
void process_fork_parent(void *prepared, bool failed);
void process_fork_child(void *prepared);

/*
 * In the parent, round daemon(3) and after process_fork_prepare: it ends in there with
 * status 0, and leaks nothing, for its child goes on as the program.
 */
void process_daemon_begin(void);
void process_daemon_failed(void);

/*
 * In a new task that shares our memory but not our descriptors: it is not ours
 * to watch. `marked`: its thread-local memory is its own, or that of a parent
 * who waits for it and takes thread_self.vfork_child back.
 */
void process_stranger_begin(bool marked);
void process_stranger_end(void);

/* In a child that shares the parent's descriptors, not its memory: it is not watched. */
void process_leave_alone(void);

/*
 * The call starts another program with these arguments, in this process or in
 * a new one: what it hands on without being meant to is an exec-leak.
 */
void process_exec_leaks(const struct call *, char *const argv[], char *const envp[]);

/* Before and, if it came back, after an exec of this process. */
void process_exec_begin(void);
void process_exec_failed(void);

/*
 * The environment for a program that this process starts: the given one, with
 * what makes the library follow if that is missing. process_env_bytes says how
 * much room it takes, 0 if nothing is missing; a hook gives that from its stack
 * (the caller may be a vfork child). Any thread, signal handler, vfork child.
 */
size_t process_env_bytes(char *const envp[]);
char *const *process_env(char *const envp[], void *room);

/* Takes what makes the library follow out of the environment, in place. */
void process_env_clear(char **envp);

/* The last of the destructors: the library that was linked in reports. */
void process_finish(void);

/* The process is about to end with this status, without running destructors. */
void process_ending(int status);

/* The process is about to end by this signal of its own (abort). */
void process_ending_by_signal(int signal);

/* wait(2) and its kin told the program that its child ended like this. */
void process_child_ended(int pid, int wait_status);

/* A shared object was unloaded: its addresses mean nothing any more. */
void process_unloaded(void);

/*
 * The program is about to install a seccomp filter: what we need afterwards is
 * made now, and from here on the library makes no system call of its own.
 */
void process_before_sandbox(void);

/* The program has set RLIMIT_AS: what is reserved and not used becomes little. */
void process_addresses_limited(void);

/* The program is about to set RLIMIT_FSIZE: the ledger's file grows once more. */
void process_before_file_limit(void);

/* The program is about to become user `uid` ((uid_t)-1: no change). */
void process_before_user(unsigned int uid);

#endif

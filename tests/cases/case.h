/*
 * What every case needs, and nothing that opens or closes a descriptor: those
 * calls stand in the case itself, where its marks are. Include it first.
 */
#ifndef CASE_H
#define CASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit status of a case whose own expectations do not hold, and of one that cannot run here. */
#define STATUS_BROKEN	99
#define STATUS_SKIPPED	77

/* The case cannot go on unless this holds; natively as well as under fdwarden. */
#define CHECK(condition) do {                                                  \
	if (!(condition))                                                      \
		check_failed(__FILE__, __LINE__, #condition);                  \
} while (0)

/* A call on a dead number must fail as it does natively. */
#define CHECK_EBADF(call) do {                                                 \
	errno = 0;                                                             \
	if ((long)(call) != -1 || errno != EBADF)                              \
		check_failed(__FILE__, __LINE__, #call " fails with EBADF");   \
} while (0)

static inline __attribute__((noreturn))
void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: not so: %s (errno %d)\n", file, line, what, errno);
	_exit(STATUS_BROKEN);
}

/* Waits for a child, which must exit with this status. */
static inline void check_child(pid_t pid, int expected)
{
	int status;

	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == expected);
}

/* A child that does this and ends well. */
static inline void in_child(void (*work)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		work();
		_exit(0);
	}
	check_child(pid, 0);
}

#endif

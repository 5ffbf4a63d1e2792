/* The callback: when it is called, with what, and when it is not. */
#include "api.h"

#define CALLS_MAX 8

static struct fdw_finding found[CALLS_MAX];
static int count;

static void note(void *ctx, const struct fdw_finding *finding)
{
	CHECK(ctx == found && count < CALLS_MAX);
	found[count] = *finding;
	found[count++].path = strdup(finding->path);
	errno = ENOTTY;
	/* Descriptors are its to open and close; what it finds is not told to it. */
	CHECK(close(open_null()) == 0);
	errno = ENOTTY;
}

static void is(int i, const char *kind, int fd, unsigned int stacks)
{
	CHECK(count == i + 1 && strcmp(found[i].kind, kind) == 0 && found[i].fd == fd);
	CHECK(strcmp(found[i].severity, "error") == 0 && found[i].stack_count == stacks);
}

static void close_six(int first)
{
	for (int fd = first; fd < first + 6; fd++)
		close(fd);
}

/* In a child that may yet exec a close is no finding until it says that it goes on. */
static void child(int fd)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		count = 0;
		CHECK(close(dup(fd)) == 0);
		close(50);
		CHECK(dup2(fd, 50) == 50 && close(50) == 0);
		close(50);
		CHECK(close(dup(fd)) == 0 && count == 0);
		CHECK(fdw_flush() == 1 && count == 1);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) != 99);
}

int main(void)
{
	char byte;
	int fd = open_null(), first;

	fdw_on_finding(note, found);
	CHECK(close(fd) == 0);
	errno = 0;
	CHECK(read(fd, &byte, 1) == -1 && errno == EBADF);
	is(0, "use-after-close", fd, 3);
	CHECK(strcmp(found[0].path, "/dev/null") == 0 && strcmp(found[0].stacks[0].role, "at") == 0);
	CHECK(strcmp(found[0].stacks[0].call, "read") == 0);
	/* A second close waits: it may be the first of many. */
	CHECK(close(fd) == -1 && errno == EBADF && count == 1);
	CHECK(close(open_null()) == 0);
	is(1, "double-close", fd, 3);
	/* Six in a row are a close-all, and never told. */
	first = fcntl(0, F_DUPFD, 60);
	for (int i = 1; i < 6; i++)
		CHECK(dup2(0, first + i) == first + i);
	close_six(first);
	close_six(first);
	CHECK(close(open_null()) == 0 && count == 2);
	child(open_null());
	/* Leaks are told by a check. */
	CHECK(fdw_check() == 1 && count == 3);
	CHECK(strcmp(found[2].kind, "leak") == 0 && found[2].count == 1);
	fdw_on_finding(NULL, NULL);
	CHECK(write(fd, "", 1) == -1 && fdw_flush() == 3 && count == 3);
	return 0;
}

/*
 * A program that does what its arguments say, one after the other, for tests
 * of the command line.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void leak(const char *count)
{
	for (int left = atoi(count); left > 0; left--)
		if (open("/dev/null", O_RDONLY) < 0) /* LEAKED */
			perror("victim");
}

/* Leaks at the end of every way through so many forks in the road. */
static void leak_by_ways(const char *forks)
{
	char left[16];
	int count = atoi(forks);

	if (count == 0) {
		open("/dev/null", O_RDONLY);
		return;
	}
	snprintf(left, sizeof(left), "%d", count - 1);
	leak_by_ways(left);
	leak_by_ways(left);
}

static void leak_once(const char *path)
{
	if (open(path, O_RDONLY) < 0)
		perror("victim");
}

static void close_twice(const char *path)
{
	int fd = open(path, O_RDONLY);

	close(fd);
	close(fd); /* CLOSED TWICE */
}

static void close_nonsense(const char *number)
{
	close(atoi(number));
}

static void print(const char *text)
{
	puts(text);
	fflush(stdout);
}

static void make_file(const char *path)
{
	close(open(path, O_WRONLY | O_CREAT, 0600));
}

static void print_limit(const char *unused)
{
	struct rlimit limit;

	(void)unused;
	getrlimit(RLIMIT_NOFILE, &limit);
	printf("%ld\n", (long)limit.rlim_cur);
}

/* How many are there to be had? They are given back. */
static void print_room(const char *unused)
{
	int fds[4096], count = 0;

	(void)unused;
	while (count < 4096 && (fds[count] = dup(0)) >= 0)
		count++;
	printf("%d\n", count);
	while (count > 0)
		close(fds[--count]);
}

static void close_numbers(const char *up_to)
{
	for (int fd = 0; fd <= atoi(up_to); fd++)
		close(fd);
}

static void raise_signal(const char *number)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	raise(atoi(number));
}

static void sleep_ms(const char *time)
{
	poll(NULL, 0, atoi(time));
}

/* A child that outlives its parent by that time, leaking. */
static void leave_orphan(const char *time)
{
	if (fork() != 0)
		return;
	setsid();
	leak("2");
	close(1);
	close(2);
	sleep_ms(time);
	_exit(0);
}

static void fork_leaker(const char *count)
{
	pid_t pid = fork();

	if (pid == 0) {
		leak(count);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

static void print_variable(const char *name)
{
	const char *value = getenv(name);

	puts(value ? value : "(unset)");
}

static void end(const char *status)
{
	exit(atoi(status));
}

static const struct action {
	const char *name;
	void (*run)(const char *argument);
} actions[] = {
	{ "leak", leak },
	{ "leak-once", leak_once },
	{ "leak-by-ways", leak_by_ways },
	{ "close-twice", close_twice },
	{ "close-nonsense", close_nonsense },
	{ "print", print },
	{ "make-file", make_file },
	{ "print-limit", print_limit },
	{ "print-room", print_room },
	{ "close-up-to", close_numbers },
	{ "signal", raise_signal },
	{ "sleep", sleep_ms },
	{ "orphan", leave_orphan },
	{ "fork-leaker", fork_leaker },
	{ "print-variable", print_variable },
	{ "exit", end },
};

int main(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		size_t row = 0;

		while (strcmp(actions[row].name, argv[i]) != 0)
			if (++row == sizeof(actions) / sizeof(actions[0]))
				return 98;
		actions[row].run(argv[i + 1]);
	}
	return 0;
}

/*
 * What a program with libfdwarden.a inside does, by its argument: one bug, or none
 * (clean_…). The numbers of findings are those of the table in `run`.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <pty.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) ((condition) ? (void)0 : wrong(__LINE__))

static char *self;

static void wrong(int line)
{
	fprintf(stderr, "archive.c:%d: not so\n", line);
	_exit(99);
}

__attribute__((noinline)) static int make(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	CHECK(fd >= 0);
	return fd;
}

static int ended(pid_t pid)
{
	int status;

	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* ---- nothing wrong ----------------------------------------------------- */

static int clean_plain(void)
{
	FILE *file = fopen("/proc/self/stat", "r");

	CHECK(file && fgetc(file) != EOF && fclose(file) == 0);
	CHECK(close(make()) == 0);
	return 7;
}

/* The child is gone before it is a program: its end is not ours. */
static int clean_spawn_fails(void)
{
	char *args[] = { (char[]){ "none" }, NULL };
	int fd = make();
	pid_t pid;

	CHECK(posix_spawn(&pid, "/nonexistent", NULL, NULL, args, NULL) != 0);
	CHECK(WEXITSTATUS(system("exit 3")) == 3);
	CHECK(close(fd) == 0);
	return 0;
}

static int clean_popen(void)
{
	FILE *pipe = popen("echo x", "r");

	CHECK(pipe && fgetc(pipe) == 'x' && pclose(pipe) == 0);
	return 0;
}

static int clean_terminals(void)
{
	int master, slave;
	pid_t pid;

	CHECK(openpty(&master, &slave, NULL, NULL, NULL) == 0);
	CHECK(close(master) == 0 && close(slave) == 0);
	pid = forkpty(&master, NULL, NULL, NULL);
	if (pid == 0)
		_exit(isatty(0) ? 0 : 1);
	CHECK(ended(pid) == 0 && close(master) == 0);
	return 0;
}

/* Both ends of the pipe are open in whoever goes before the daemon does. */
static int clean_daemon(void)
{
	int ends[2];
	pid_t pid;
	char byte;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		CHECK(close(ends[0]) == 0 && daemon(1, 1) == 0);
		CHECK(write(ends[1], "d", 1) == 1 && close(ends[1]) == 0);
		_exit(0);
	}
	CHECK(close(ends[1]) == 0 && ended(pid) == 0);
	CHECK(read(ends[0], &byte, 1) == 1 && read(ends[0], &byte, 1) == 0);
	return close(ends[0]);
}

static int clean_vfork(void)
{
	int fd = make();
	pid_t pid = vfork();

	if (pid == 0) {
		close(fd);
		execl(self, self, "clean_plain", (char *)NULL);
		_exit(99);
	}
	CHECK(ended(pid) == 7 && close(fd) == 0);
	return 0;
}

/* ---- bugs -------------------------------------------------------------- */

static int leak(void)
{
	(void)make();
	return 0;
}

static int double_close(void)
{
	int fd = make();

	CHECK(close(fd) == 0);
	CHECK(close(fd) == -1);
	return 0;
}

static int use_after_close(void)
{
	int fd = make();
	char byte;

	CHECK(close(fd) == 0);
	CHECK(read(fd, &byte, 1) == -1);
	return 0;
}

static int owner_mismatch(void)
{
	FILE *file = fopen("/dev/null", "r");

	CHECK(file && close(fileno(file)) == 0);
	CHECK(fclose(file) == EOF);
	return 0;
}

/* mq_getattr is mq_setattr inside libc; the use is one. */
static int use_of_queue(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 1 };
	char name[64];
	mqd_t queue;

	(void)snprintf(name, sizeof(name), "/fdwarden-linked-%d", (int)getpid());
	queue = mq_open(name, O_RDWR | O_CREAT, 0600, &attr);
	CHECK(queue != (mqd_t)-1 && mq_unlink(name) == 0 && mq_close(queue) == 0);
	CHECK(mq_getattr(queue, &attr) == -1);
	return 0;
}

static int leak_at__exit(void)
{
	(void)make();
	_exit(0);
}

static int leak_at_abort(void)
{
	(void)make();
	abort();
}

static int leak_in_child(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		(void)make();
		exit(0);
	}
	return ended(pid);
}

static int leak_after_exec(void)
{
	(void)make();
	execl(self, self, "leak", (char *)NULL);
	return 99;
}

static void *thread(void *unused)
{
	(void)make();
	return unused;
}

static int leak_in_threads(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, thread, NULL) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}

int main(int argc, char **argv)
{
#define MODE(name) { #name, name }
	static const struct {
		const char *name;
		int (*run)(void);
	} modes[] = {
		MODE(clean_plain), MODE(clean_spawn_fails), MODE(clean_popen),
		MODE(clean_terminals), MODE(clean_daemon), MODE(clean_vfork),
		MODE(leak), MODE(double_close), MODE(use_after_close), MODE(owner_mismatch),
		MODE(use_of_queue), MODE(leak_at__exit), MODE(leak_at_abort),
		MODE(leak_in_child), MODE(leak_after_exec), MODE(leak_in_threads),
	};

	self = argv[0];
	for (size_t i = 0; argc > 1 && i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(argv[1], modes[i].name) == 0)
			return modes[i].run();
	}
	return 98;
}

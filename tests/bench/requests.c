/*
 * What a request takes of a server's processor time, of servers that take turns:
 *
 *	requests keep|new REQUEST BATCHES ROUNDS PORT:PID[,PID…]…
 *
 * All servers and this client are on one processor. A batch is a request on each of 16
 * connections, and the answers: the client sends, and sleeps until the last one is answered.
 * Under SCHED_BATCH nobody is interrupted by a wake-up, so that a server meets the same 16
 * requests at once in every batch, and no processor has to be woken: between two processors
 * both are a matter of luck. In each round a server gets BATCHES in a row, and the next round
 * begins with another server. A line for each round: the nanoseconds that each server has run
 * for one request, by /proc/PID/task/TID/schedstat. Each answer must be as long as the first.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS 16
#define SERVERS     8
#define PROCESSES   8
#define WARM_UP     10 /* batches: the processor's caches are another server's */
#define QUIET_MS    200

struct server {
	struct sockaddr_in address;
	int pids[PROCESSES], processes;
	int fds[CONNECTIONS];
	size_t answer_bytes;
};

static bool keep;
static const char *request;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int connection(const struct server *s)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&s->address, sizeof(s->address)) < 0)
		fail("connect");
	return fd;
}

static void ask(int fd)
{
	size_t bytes = strlen(request);

	if (send(fd, request, bytes, MSG_NOSIGNAL) != (ssize_t)bytes)
		fail("send");
}

static void take_answer(const struct server *s, int fd)
{
	char text[4096];
	size_t bytes = 0;
	ssize_t n;

	while (bytes < s->answer_bytes) {
		n = recv(fd, text, sizeof(text), 0);
		if (n <= 0)
			fail("an answer ends early");
		bytes += (size_t)n;
	}
	if (bytes != s->answer_bytes) {
		fprintf(stderr, "an answer of %zu bytes, not %zu\n", bytes, s->answer_bytes);
		exit(1);
	}
}

/* How long an answer is: what comes until nothing more does. */
static size_t first_answer(const struct server *s)
{
	struct timeval quiet = { .tv_usec = QUIET_MS * 1000 };
	int fd = connection(s);
	size_t bytes = 0;
	char text[4096];
	ssize_t n;

	ask(fd);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &quiet, sizeof(quiet));
	while ((n = recv(fd, text, sizeof(text), 0)) > 0)
		bytes += (size_t)n;
	close(fd);
	if (bytes == 0)
		fail("no answer");
	return bytes;
}

static void batch(struct server *s)
{
	for (int i = 0; i < CONNECTIONS; i++) {
		if (!keep)
			s->fds[i] = connection(s);
		ask(s->fds[i]);
	}
	/* The last one is answered last: one sleep. */
	for (int i = CONNECTIONS - 1; i >= 0; i--) {
		take_answer(s, s->fds[i]);
		if (!keep)
			close(s->fds[i]);
	}
}

static unsigned long thread_ns(int pid, const char *tid)
{
	unsigned long ns = 0;
	char path[300];
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", pid, tid);
	file = fopen(path, "r");
	if (file && fscanf(file, "%lu", &ns) != 1)
		ns = 0;
	if (file)
		fclose(file);
	return ns;
}

/* When it sleeps: a thread that runs has not been charged for all. */
static unsigned long server_ns(const struct server *s)
{
	const struct timespec moment = { .tv_nsec = 3000000 };
	unsigned long sum = 0;

	nanosleep(&moment, NULL);
	for (int i = 0; i < s->processes; i++) {
		char path[64];
		DIR *tasks;

		(void)snprintf(path, sizeof(path), "/proc/%d/task", s->pids[i]);
		tasks = opendir(path);
		if (!tasks)
			fail(path);
		for (const struct dirent *entry; (entry = readdir(tasks));) {
			if (entry->d_name[0] != '.')
				sum += thread_ns(s->pids[i], entry->d_name);
		}
		closedir(tasks);
	}
	return sum;
}

static double spell(struct server *s, int batches)
{
	unsigned long before;

	for (int i = 0; i < WARM_UP; i++)
		batch(s);
	before = server_ns(s);
	for (int i = 0; i < batches; i++)
		batch(s);
	return (double)(server_ns(s) - before) / batches / CONNECTIONS;
}

static void start(struct server *s, char *what)
{
	char *at = strchr(what, ':');

	s->address = (struct sockaddr_in){ .sin_family = AF_INET,
					   .sin_port = htons((in_port_t)atoi(what)),
					   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	for (; at && s->processes < PROCESSES; at = strchr(at + 1, ','))
		s->pids[s->processes++] = atoi(at + 1);
	s->answer_bytes = first_answer(s);
	for (int i = 0; keep && i < CONNECTIONS; i++)
		s->fds[i] = connection(s);
}

int main(int argc, char **argv)
{
	int batches = argc > 5 ? atoi(argv[3]) : 0, rounds = argc > 5 ? atoi(argv[4]) : 0;
	int count = argc - 5;
	static struct server servers[SERVERS];

	if (batches < 1 || rounds < 1 || count > SERVERS)
		return 2;
	keep = strcmp(argv[1], "keep") == 0;
	request = argv[2];
	for (int i = 0; i < count; i++)
		start(&servers[i], argv[5 + i]);
	for (int round = 0; round < rounds; round++) {
		double took[SERVERS];

		for (int i = 0; i < count; i++) {
			int which = (i + round) % count;

			took[which] = spell(&servers[which], batches);
		}
		for (int i = 0; i < count; i++)
			printf("%.1f%c", took[i], i + 1 < count ? ' ' : '\n');
	}
	return 0;
}

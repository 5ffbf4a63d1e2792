/*
 * Storms of calls for the benchmark: storm WHAT THREADS DEPTH COUNT does COUNT
 * turns for each line that it reads, and answers with the nanoseconds that one
 * turn took. So several of them, with and without a library in front, can be
 * asked in turns of a few milliseconds, and what else the machine does meets them all.
 */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define THREADS_MAX 64

/* What a turn works on: one a thread. */
struct ground {
	int fd;      /* open on the storm's path */
	int pair[2]; /* connected */
	int epoll;
	unsigned int turn;
};

static void close_two(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static void open_close(struct ground *g)
{
	(void)g;
	close(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

static void dup_close(struct ground *g)
{
	close(dup(g->fd));
}

static void pipe_close(struct ground *g)
{
	int fds[2];

	(void)g;
	if (pipe(fds) == 0)
		close_two(fds);
}

static void socketpair_close(struct ground *g)
{
	int fds[2];

	(void)g;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0)
		close_two(fds);
}

static void eventfd_close(struct ground *g)
{
	(void)g;
	close(eventfd(0, 0));
}

static void epoll_add_delete(struct ground *g)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (epoll_ctl(g->epoll, EPOLL_CTL_ADD, g->pair[0], &event) < 0 ||
	    epoll_ctl(g->epoll, EPOLL_CTL_DEL, g->pair[0], NULL) < 0)
		abort();
}

/* A server's turn: a connection comes in, is taken, and both ends go. */
static int listener;
static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t address_bytes;

static void listen_somewhere(void)
{
	address_bytes = sizeof(sa_family_t);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, address_bytes) < 0 ||
	    listen(listener, THREADS_MAX) < 0)
		abort();
	address_bytes = sizeof(address);
	if (getsockname(listener, (struct sockaddr *)&address, &address_bytes) < 0)
		abort();
}

static void connect_accept_close(struct ground *g)
{
	int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), peer;

	(void)g;
	if (connect(client, (struct sockaddr *)&address, address_bytes) < 0)
		abort();
	peer = accept(listener, NULL, NULL);
	close(peer);
	close(client);
}

static void fopen_fclose(struct ground *g)
{
	FILE *file = fopen("/dev/null", "r");

	(void)g;
	if (file)
		fclose(file);
}

static void opendir_closedir(struct ground *g)
{
	DIR *dir = opendir("/");

	(void)g;
	if (dir)
		closedir(dir);
}

static void read_one(struct ground *g)
{
	char byte;

	if (read(g->fd, &byte, 1) < 0)
		abort();
}

static void write_one(struct ground *g)
{
	if (write(g->fd, "", 1) < 0)
		abort();
}

static void send_receive(struct ground *g)
{
	char byte = 0;

	if (send(g->pair[0], &byte, 1, 0) != 1 || recv(g->pair[1], &byte, 1, 0) != 1)
		abort();
}

static void *end_at_once(void *unused)
{
	open_close(NULL);
	return unused;
}

static void thread_per_request(struct ground *g)
{
	pthread_t thread;

	(void)g;
	if (pthread_create(&thread, NULL, end_at_once, NULL) == 0)
		pthread_join(thread, NULL);
}

/* ---- Ten thousand ways to the same call --------------------------------- */

#define STACKS 10000
#define FORKS  14 /* 2^14 > STACKS */

static int left(unsigned int path, int levels);
static int right(unsigned int path, int levels);

static int onward(unsigned int path, int levels)
{
	if (levels == 0) {
		open_close(NULL);
		return 1;
	}
	return path & 1 ? left(path >> 1, levels - 1) : right(path >> 1, levels - 1);
}

static __attribute__((noinline)) int left(unsigned int path, int levels)
{
	return onward(path, levels) + 1;
}

static __attribute__((noinline)) int right(unsigned int path, int levels)
{
	return onward(path, levels) + 2;
}

static void rotate_stacks(struct ground *g)
{
	if (left(g->turn++ % STACKS, FORKS) < 0)
		abort();
}

/* ---- Turns -------------------------------------------------------------- */

static const struct storm {
	const char *name;
	void (*turn)(struct ground *);
	const char *path;
} storms[] = {
	{ "open", open_close, "/dev/null" },
	{ "stacks", rotate_stacks, "/dev/null" },
	{ "dup", dup_close, "/dev/null" },
	{ "pipe", pipe_close, "/dev/null" },
	{ "socketpair", socketpair_close, "/dev/null" },
	{ "eventfd", eventfd_close, "/dev/null" },
	{ "epoll", epoll_add_delete, "/dev/null" },
	{ "accept", connect_accept_close, "/dev/null" },
	{ "fopen", fopen_fclose, "/dev/null" },
	{ "opendir", opendir_closedir, "/dev/null" },
	{ "read", read_one, "/dev/zero" },
	{ "write", write_one, "/dev/null" },
	{ "send", send_receive, "/dev/null" },
	{ "thread", thread_per_request, "/dev/null" },
};

static const struct storm *storm;
static int depth, count;
static struct ground grounds[THREADS_MAX];

static void prepare(struct ground *g)
{
	g->fd = open(storm->path, O_RDWR | O_CLOEXEC);
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (g->fd < 0 || g->epoll < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, g->pair) < 0)
		abort();
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A frame of its own at every level: the pad keeps the call from being a jump. */
static __attribute__((noinline)) int deeper(struct ground *g, int levels)
{
	volatile char pad[24];

	pad[0] = (char)levels;
	if (levels > 0)
		return deeper(g, levels - 1) + pad[0];
	for (int i = 0; i < count; i++)
		storm->turn(g);
	return pad[0];
}

static void *run(void *ground)
{
	deeper(ground, depth);
	return NULL;
}

static double round_of(int threads)
{
	pthread_t others[THREADS_MAX];
	double start = now_ns();

	for (int i = 1; i < threads; i++)
		pthread_create(&others[i], NULL, run, &grounds[i]);
	run(&grounds[0]);
	for (int i = 1; i < threads; i++)
		pthread_join(others[i], NULL);
	return (now_ns() - start) / count;
}

int main(int argc, char **argv)
{
	int threads = argc == 5 ? atoi(argv[2]) : 0;
	char line[16];

	for (size_t i = 0; argc == 5 && i < sizeof(storms) / sizeof(storms[0]); i++) {
		if (strcmp(storms[i].name, argv[1]) == 0)
			storm = &storms[i];
	}
	if (!storm || threads < 1 || threads > THREADS_MAX) {
		fprintf(stderr, "usage: storm WHAT THREADS DEPTH COUNT\n");
		return 2;
	}
	depth = atoi(argv[3]);
	count = atoi(argv[4]);
	for (int i = 0; i < threads; i++)
		prepare(&grounds[i]);
	listen_somewhere();
	while (fgets(line, sizeof(line), stdin)) {
		printf("%.1f\n", round_of(threads));
		fflush(stdout);
	}
	return 0;
}

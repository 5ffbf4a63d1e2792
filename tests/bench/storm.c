/*
 * Storms of calls for the benchmark: storm WHAT THREADS DEPTH COUNT prints the
 * nanoseconds that one turn took, the median of eleven rounds of COUNT turns.
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
#include <time.h>
#include <unistd.h>

#define ROUNDS 11

static void close_two(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static void open_close(int fd)
{
	(void)fd;
	close(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

static void dup_close(int fd)
{
	close(dup(fd));
}

static void pipe_close(int fd)
{
	int fds[2];

	(void)fd;
	if (pipe(fds) == 0)
		close_two(fds);
}

static void socketpair_close(int fd)
{
	int fds[2];

	(void)fd;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0)
		close_two(fds);
}

static void eventfd_close(int fd)
{
	(void)fd;
	close(eventfd(0, 0));
}

static void fopen_fclose(int fd)
{
	FILE *file = fopen("/dev/null", "r");

	(void)fd;
	if (file)
		fclose(file);
}

static void opendir_closedir(int fd)
{
	DIR *dir = opendir("/");

	(void)fd;
	if (dir)
		closedir(dir);
}

static void read_one(int fd)
{
	char byte;

	if (read(fd, &byte, 1) < 0)
		abort();
}

static void write_one(int fd)
{
	if (write(fd, "", 1) < 0)
		abort();
}

static void *end_at_once(void *unused)
{
	open_close(0);
	return unused;
}

static void thread_per_request(int fd)
{
	pthread_t thread;

	(void)fd;
	if (pthread_create(&thread, NULL, end_at_once, NULL) == 0)
		pthread_join(thread, NULL);
}

static const struct storm {
	const char *name;
	void (*turn)(int fd);
	const char *path;	/* of the descriptor that each turn is given */
} storms[] = {
	{ "open", open_close, "/dev/null" },
	{ "dup", dup_close, "/dev/null" },
	{ "pipe", pipe_close, "/dev/null" },
	{ "socketpair", socketpair_close, "/dev/null" },
	{ "eventfd", eventfd_close, "/dev/null" },
	{ "fopen", fopen_fclose, "/dev/null" },
	{ "opendir", opendir_closedir, "/dev/null" },
	{ "read", read_one, "/dev/zero" },
	{ "write", write_one, "/dev/null" },
	{ "thread", thread_per_request, "/dev/null" },
};

static const struct storm *storm;
static int depth, count, shared_fd;

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A frame of its own at every level: the pad keeps the call from being a jump. */
static __attribute__((noinline)) int deeper(int levels)
{
	volatile char pad[24];

	pad[0] = (char)levels;
	if (levels > 0)
		return deeper(levels - 1) + pad[0];
	for (int i = 0; i < count; i++)
		storm->turn(shared_fd);
	return pad[0];
}

static void *run(void *unused)
{
	deeper(depth);
	return unused;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double round_of(int threads)
{
	pthread_t others[64];
	double start = now_ns();

	for (int i = 1; i < threads; i++)
		pthread_create(&others[i], NULL, run, NULL);
	run(NULL);
	for (int i = 1; i < threads; i++)
		pthread_join(others[i], NULL);
	return (now_ns() - start) / count;
}

int main(int argc, char **argv)
{
	double rounds[ROUNDS];
	int threads = argc == 5 ? atoi(argv[2]) : 0;

	for (size_t i = 0; argc == 5 && i < sizeof(storms) / sizeof(storms[0]); i++) {
		if (strcmp(storms[i].name, argv[1]) == 0)
			storm = &storms[i];
	}
	if (!storm || threads < 1 || threads > 64) {
		fprintf(stderr, "usage: storm WHAT THREADS DEPTH COUNT\n");
		return 2;
	}
	depth = atoi(argv[3]);
	count = atoi(argv[4]);
	shared_fd = open(storm->path, O_RDWR);
	for (int i = 0; i < ROUNDS; i++)
		rounds[i] = round_of(threads);
	qsort(rounds, ROUNDS, sizeof(rounds[0]), ascending);
	printf("%.1f\n", rounds[ROUNDS / 2]);
	close(shared_fd);
	return 0;
}

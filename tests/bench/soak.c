/*
 * Events, one after the other: soak EVENTS opens, duplicates and closes descriptors of all
 * kinds in two threads, from stacks of many depths, with a thread that comes and goes
 * and a child now and then. Ten times in between it prints
 *
 *	EVENTS RESIDENT-KILOBYTES SECONDS
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TURNS 10000 /* between two additions to the sum */

static unsigned long events;
static bool stop;

static void close_two(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static unsigned long turn(unsigned int n)
{
	int fds[2];
	FILE *file;

	switch (n % 32) {
	case 0:
		if (pipe(fds) == 0)
			close_two(fds);
		return 4;
	case 1:
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0)
			close_two(fds);
		return 4;
	case 2:
		close(eventfd(0, 0));
		return 2;
	case 3:
		file = fopen("/dev/null", "r");
		if (file)
			fclose(file);
		return 2;
	case 4:
		close(open("/dev/null", O_RDONLY));
		return 2;
	default:
		close(dup(0));
		return 2;
	}
}

static __attribute__((noinline)) unsigned long deeper(unsigned int n, unsigned int levels)
{
	volatile unsigned long done;

	done = levels > 0 ? deeper(n, levels - 1) : turn(n);
	return done;
}

static void *some(void *unused)
{
	unsigned long done = 0;

	for (unsigned int n = 0; n < TURNS; n++)
		done += deeper(n, n / 32 % 12);
	__atomic_fetch_add(&events, done, __ATOMIC_RELAXED);
	return unused;
}

static void *many(void *unused)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
		some(NULL);
	return unused;
}

static void look(time_t start)
{
	char text[64] = "";
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (file && fgets(text, sizeof(text), file))
		(void)sscanf(text, "%*s %ld", &pages);
	if (file)
		fclose(file);
	printf("%lu %ld %ld\n", __atomic_load_n(&events, __ATOMIC_RELAXED),
	       pages * (sysconf(_SC_PAGESIZE) / 1024), (long)(time(NULL) - start));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	unsigned long wanted = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	pthread_t other, passing;
	time_t start = time(NULL);

	if (wanted < 10) {
		fprintf(stderr, "usage: soak EVENTS\n");
		return 2;
	}
	if (pthread_create(&other, NULL, many, NULL) != 0)
		return 1;
	for (unsigned long part = 1; part <= 10; part++) {
		while (__atomic_load_n(&events, __ATOMIC_RELAXED) < wanted / 10 * part) {
			if (pthread_create(&passing, NULL, some, NULL) == 0)
				pthread_join(passing, NULL);
			if (fork() == 0)
				_exit(0);
			wait(NULL);
		}
		look(start);
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(other, NULL);
	return 0;
}

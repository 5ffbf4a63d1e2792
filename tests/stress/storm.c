/*
 * storm SECONDS SEED [MICROSECONDS]
 *
 * Threads that make and close descriptors in all manners, a signal handler that
 * does, too, children by fork, vfork and clone that close, open and exec. Each
 * process counts what it makes and closes, and says at its end
 *
 *	counted PID OPENS CLOSES OPEN
 *
 * on standard output: the ledger must say the same. Nothing in it is a bug;
 * what main leaves open at the end is as many descriptors as it has threads.
 * With MICROSECONDS it kills itself after so long, whatever it is at.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS 4
#define KEPT    24

static long opens, closes;
static int stop;
static char self[4096];
static pid_t root;

struct worker {
	pthread_t thread;
	unsigned int seed;
	int fds[KEPT];
	ino_t inodes[KEPT];
};

static void die(const char *what)
{
	char text[200];
	int n = snprintf(text, sizeof(text), "storm: %s (errno %d)\n", what, errno);

	if (write(2, text, (size_t)n) != n)
		abort();
	_exit(99);
}

static void count(long *which, long n)
{
	__atomic_add_fetch(which, n, __ATOMIC_RELAXED);
}

static int made(int fd)
{
	if (fd < 0)
		die("a maker failed");
	count(&opens, 1);
	return fd;
}

static void drop(int fd)
{
	if (close(fd) != 0)
		die("a descriptor of mine was not open");
	count(&closes, 1);
}

static void say(void)
{
	char text[100];
	long o = __atomic_load_n(&opens, __ATOMIC_RELAXED),
	     c = __atomic_load_n(&closes, __ATOMIC_RELAXED);
	int n = snprintf(text, sizeof(text), "counted %d %ld %ld %ld\n", (int)getpid(), o, c,
			 o - c);

	if (write(1, text, (size_t)n) != n)
		die("standard output");
}

/* ---- Makers ------------------------------------------------------------ */

static int make(unsigned int *seed)
{
	struct epoll_event event = { .events = EPOLLIN };
	char name[] = "storm-XXXXXX";
	int ends[2], fd;

	switch (rand_r(seed) % 16) {
	case 0:
		return made(open("/dev/null", O_RDWR | O_CLOEXEC));
	case 1:
		return made(openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY));
	case 2:
		if (pipe2(ends, O_CLOEXEC) != 0)
			die("pipe");
		count(&opens, 2);
		drop(ends[0]);
		return ends[1];
	case 3:
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
			die("socketpair");
		count(&opens, 2);
		drop(ends[1]);
		return ends[0];
	case 4:
		return made(eventfd(0, EFD_CLOEXEC));
	case 5:
		return made(dup(0));
	case 6:
		return made(fcntl(0, F_DUPFD_CLOEXEC, 100));
	case 7:
		fd = made(epoll_create1(0));
		if (epoll_ctl(fd, EPOLL_CTL_ADD, made(ends[0] = eventfd(0, 0)), &event) != 0)
			die("epoll_ctl");
		drop(ends[0]);
		return fd;
	case 8:
		return made(timerfd_create(CLOCK_MONOTONIC, 0));
	case 9:
		return made(memfd_create("storm", 0));
	case 10:
		return made(inotify_init1(0));
	case 11:
		fd = made(mkstemp(name));
		unlink(name);
		return fd;
	case 12:
		return made((int)syscall(SYS_openat, AT_FDCWD, "/dev/zero", O_RDONLY));
	case 13:
		return made(socket(AF_INET, SOCK_DGRAM, 0));
	case 14:
		fd = made(open("/dev/null", O_RDONLY));
		ends[0] = made(dup(0));
		if (dup2(fd, ends[0]) != ends[0])
			die("dup2");
		count(&opens, 1);
		count(&closes, 1);
		drop(fd);
		return ends[0];
	default:
		return made(open("/dev/null", O_RDONLY));
	}
}

static void streams(unsigned int *seed)
{
	FILE *file = rand_r(seed) % 2 ? fopen("/dev/null", "r") : tmpfile();
	DIR *dir;

	if (!file)
		die("a stream");
	count(&opens, 1);
	if (fclose(file) != 0)
		die("fclose");
	count(&closes, 1);
	dir = opendir("/proc/self");
	if (!dir)
		die("opendir");
	count(&opens, 1);
	while (rand_r(seed) % 8 && readdir(dir))
		;
	if (closedir(dir) != 0)
		die("closedir");
	count(&closes, 1);
}

/* ---- Children ---------------------------------------------------------- */

static void wait_for(pid_t pid, int expected)
{
	int status;

	if (pid < 0)
		die("no child");
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
		die("a child went wrong");
}

/* Of what it inherited it closes some, and it makes some of its own. */
static int child(unsigned int *seed, const struct worker *w)
{
	__atomic_store_n(&opens, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&closes, 0, __ATOMIC_RELAXED);
	for (int i = 0; i < KEPT; i += 3)
		if (w->fds[i] >= 0 && close(w->fds[i]) != 0)
			die("an inherited descriptor was not open");
	for (int i = 0; i < 20; i++)
		drop(make(seed));
	streams(seed);
	say();
	return 3;
}

static char clone_stack[THREADS][64 << 10] __attribute__((aligned(16)));

static int stranger(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20; i++)
		syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY));
	return 3;
}

static void start_child(struct worker *w, int which)
{
	char *args[] = { self, (char *)"image", NULL };
	pid_t pid;

	switch (rand_r(&w->seed) % 4) {
	case 0:
		pid = fork();
		if (pid == 0)
			_exit(child(&w->seed, w));
		break;
	case 1:
		pid = fork();
		if (pid == 0) {
			execv(self, args);
			_exit(98);
		}
		break;
	case 2:
		pid = vfork();
		if (pid == 0) {
			close(w->fds[0]);
			close(w->fds[0]);
			execv(self, args);
			_exit(98);
		}
		break;
	default:
		pid = clone(stranger, clone_stack[which] + sizeof(clone_stack[which]),
			    CLONE_VFORK | CLONE_VM | SIGCHLD, NULL);
		break;
	}
	wait_for(pid, 3);
}

/* ---- Signals ----------------------------------------------------------- */

static void on_signal(int signal)
{
	int saved = errno;
	int fd;

	(void)signal;
	/* ThreadSanitizer puts handlers off: to a child's first moment, before it counts. */
	if (getpid() != root)
		return;
	fd = open("/dev/null", O_RDONLY);
	if (fd >= 0) {
		count(&opens, 1);
		drop(fd);
	}
	errno = saved;
}

static void start_signals(void)
{
	struct itimerval often = { { 0, 3000 }, { 0, 3000 } };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

/* ---- Threads ----------------------------------------------------------- */

static void check_mine(const struct worker *w, int i)
{
	struct stat st;

	if (fstat(w->fds[i], &st) != 0 || st.st_ino != w->inodes[i])
		die("a descriptor of mine is somebody else's");
}

static void turn(struct worker *w, int which)
{
	int i = rand_r(&w->seed) % KEPT;
	struct stat st;

	if (w->fds[i] >= 0) {
		check_mine(w, i);
		drop(w->fds[i]);
		w->fds[i] = -1;
	} else {
		w->fds[i] = make(&w->seed);
		if (fstat(w->fds[i], &st) != 0)
			die("a new descriptor is not open");
		w->inodes[i] = st.st_ino;
	}
	if (rand_r(&w->seed) % 16 == 0)
		streams(&w->seed);
	if (rand_r(&w->seed) % 400 == 0)
		start_child(w, which);
}

static struct worker workers[THREADS];

/* Leaves one descriptor open; all else that is its own it closes. */
static void *work(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < KEPT; i++)
		w->fds[i] = -1;
	while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE))
		turn(w, (int)(w - workers));
	for (int i = 0; i < KEPT; i++)
		if (w->fds[i] >= 0)
			drop(w->fds[i]);
	made(open("/dev/null", O_RDONLY));
	return NULL;
}

static void *killer(void *arg)
{
	long us = *(long *)arg;
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
	kill(getpid(), SIGKILL);
	return NULL;
}

int main(int argc, char **argv)
{
	long us = argc > 3 ? atol(argv[3]) : 0;
	unsigned int seed = argc > 2 ? (unsigned int)atoi(argv[2]) : 1;
	pthread_t kills;

	if (argc == 2) {
		drop(make(&seed));
		say();
		return 3;
	}
	if (argc < 3 || readlink("/proc/self/exe", self, sizeof(self) - 1) <= 0)
		return 2;
	if (us && pthread_create(&kills, NULL, killer, &us) != 0)
		die("pthread_create");
	root = getpid();
	start_signals();
	for (int i = 0; i < THREADS; i++) {
		workers[i].seed = seed * 31 + (unsigned int)i;
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
			die("pthread_create");
	}
	for (time_t end = time(NULL) + atoi(argv[1]); time(NULL) < end;)
		(void)poll(NULL, 0, 10); /* gcc 12's TSan dies in its own sleep functions now and then */
	__atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
	for (int i = 0; i < THREADS; i++)
		pthread_join(workers[i].thread, NULL);
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	say();
	return 0;
}

/*
 * hostile MODE: a program that does to us what a broken one may do.
 * scribble: over every word of the ledger's mapping; memory: over all that the library
 * has, its own data among it; files: to the ledger's file and directory; closeall: by the bare
 * system call; exhaust: every descriptor; limits: down to 3 and back; children:
 * 200 at once. A bug before it, so that there is something to report.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void bug(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	close(fd);
}

struct piece {
	unsigned int *from, *to;
};

/* What of the library's is mapped for writing: the ledger; with `data` the rest, too. */
static int find_pieces(struct piece *pieces, int most, int data, char *path)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to, end = 0;
	char line[512];
	int n = 0;

	while (maps && fgets(line, sizeof(line), maps) && n < most) {
		int writable = sscanf(line, "%lx-%lx", &from, &to) == 2 && strstr(line, " rw");
		int ledger = strstr(line, ".ledger") != NULL;
		/* Its zeroed data has no name, but lies behind that which has. */
		int own = strstr(line, "/libfdwarden.so") || (from == end && !strchr(line, '/'));

		end = own ? to : 0;
		if (ledger && path)
			sscanf(strchr(line, '/'), "%255s", path);
		if (!writable || !(ledger || (own && data)))
			continue;
		/* The magic stays: a reader must be fooled as long as can be. */
		pieces[n++] = (struct piece){ (unsigned int *)(from + (ledger ? 64 : 0)),
					      (unsigned int *)to };
	}
	return n;
}

static void scribble(unsigned int seed, int data)
{
	struct piece pieces[32];
	int n = find_pieces(pieces, 32, data, NULL);

	printf("scribbled %s\n", n > 0 ? "" : "nothing");
	fflush(stdout);
	for (int i = 0; i < n; i++)
		for (unsigned int *p = pieces[i].from; p < pieces[i].to; p++)
			if (seed == 0 || rand_r(&seed) % 8 == 0)
				*p = seed == 0 ? ~0u
					       : (unsigned int)rand_r(&seed) >> rand_r(&seed) % 20;
	if (data)
		for (int i = 0; i < 100; i++)
			close(open("/dev/null", O_RDONLY));
	syscall(SYS_exit_group, 0);
}

/* What it may do to its ledger and beside it. */
static void files(int way)
{
	struct piece pieces[32];
	char path[256] = "", beside[300];
	int fd;

	find_pieces(pieces, 32, 0, path);
	printf("%s\n", path[0] ? "found" : "no ledger");
	fflush(stdout);
	snprintf(beside, sizeof(beside), "%s/7.0.ledger", (*strrchr(path, '/') = 0, path));
	path[strlen(path)] = '/';
	if (way < 4 && truncate(path, (long[]){ 0, 100, 5000, 70000 }[way]) != 0)
		printf("not truncated\n");
	else if (way == 4)
		unlink(path);
	else if (way == 5)
		mkfifo(beside, 0600);
	else if (way == 6)
		mkdir(beside, 0700);
	else if (way == 7)
		link(path, beside);
	else if (way == 8)
		symlink("/dev/zero", beside);
	else if (way == 9) {
		fd = open(beside, O_WRONLY | O_CREAT, 0600);
		for (int i = 0; i < 100000; i++)
			dprintf(fd, "%d", i * i);
		close(fd);
	}
	fflush(stdout);
	syscall(SYS_exit_group, 0);
}

static long bare(long number, long a, long b, long c)
{
#ifdef __x86_64__
	long r;

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "0"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return r;
#else
	return syscall(number, a, b, c);
#endif
}

static void exhaust(void)
{
	int n = 0;

	while (open("/dev/null", O_RDONLY) >= 0)
		n++;
	printf("%s\n", n > 5 && errno == EMFILE ? "full" : "not full");
	for (int i = 0; i < 100; i++)
		if (open("/dev/null", O_RDONLY) >= 0 || !tmpfile())
			errno = 0;
}

static void limits(void)
{
	struct rlimit limit;
	rlim_t before;

	getrlimit(RLIMIT_NOFILE, &limit);
	before = limit.rlim_cur;
	for (rlim_t n = 3; n < 40; n += 3) {
		limit.rlim_cur = n;
		setrlimit(RLIMIT_NOFILE, &limit);
		for (int i = 0; i < 50; i++)
			close(open("/dev/null", O_RDONLY));
	}
	limit.rlim_cur = before;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void children(void)
{
	pid_t pids[200];
	int wrong = 0, status;

	for (int i = 0; i < 200; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			close(open("/dev/null", O_RDONLY));
			_exit(i % 100);
		}
	}
	for (int i = 0; i < 200; i++)
		wrong += waitpid(pids[i], &status, 0) != pids[i] || WEXITSTATUS(status) != i % 100;
	printf("%d wrong\n", wrong);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	bug();
	if (strcmp(mode, "scribble") == 0)
		scribble((unsigned int)atoi(argv[2]), 0);
	else if (strcmp(mode, "memory") == 0)
		scribble((unsigned int)atoi(argv[2]), 1);
	else if (strcmp(mode, "files") == 0)
		files(atoi(argv[2]));
	else if (strcmp(mode, "closeall") == 0)
		bare(SYS_close_range, 3, ~0u, 0);
	else if (strcmp(mode, "exhaust") == 0)
		exhaust();
	else if (strcmp(mode, "limits") == 0)
		limits();
	else if (strcmp(mode, "children") == 0)
		children();
	for (int i = 0; i < 100; i++)
		close(open("/dev/null", O_RDONLY));
	printf("done\n");
	return 0;
}

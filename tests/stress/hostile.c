/*
 * hostile MODE: a program that does to us what a broken one may do.
 * scribble: over every word of the ledger's mapping; closeall: by the bare
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
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void bug(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	close(fd);
}

static void scribble(unsigned int seed)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to;
	char line[512];

	while (maps && fgets(line, sizeof(line), maps)) {
		if (!strstr(line, ".ledger") || sscanf(line, "%lx-%lx rw", &from, &to) != 2)
			continue;
		/* The magic stays: a reader must be fooled as long as can be. */
		for (unsigned int *p = (unsigned int *)(from + 64); p < (unsigned int *)to; p++)
			if (seed == 0 || rand_r(&seed) % 8 == 0)
				*p = seed == 0 ? ~0u
					       : (unsigned int)rand_r(&seed) >> rand_r(&seed) % 20;
		printf("scribbled\n");
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
		scribble((unsigned int)atoi(argv[2]));
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

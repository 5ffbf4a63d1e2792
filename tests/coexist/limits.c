/* Limits that move while the program runs, and the same two bugs after it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void bug(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	close(fd);
	open("/dev/null", O_RDONLY);
}

static void set(int which, rlim_t soft)
{
	struct rlimit limit;

	getrlimit(which, &limit);
	limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
	if (setrlimit(which, &limit) != 0)
		exit(9);
}

/* As many as there is room for, and back; the error is said. */
static void fill(void)
{
	int fds[4096], n = 0;

	while (n < 300 && (fds[n] = open("/dev/null", O_RDONLY)) >= 0)
		n++;
	printf("%d %s\n", n, n < 300 ? strerror(errno) : "all");
	while (n > 0)
		close(fds[--n]);
}

static void nofile(void)
{
	static const rlim_t limits[] = { 20, 1000, 10, 64, 500, 12, 1024 };

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		set(RLIMIT_NOFILE, limits[i]);
		for (int k = 0; k < 2000; k++)
			close(open("/dev/null", O_RDONLY));
		fill();
	}
}

static void fsize(void)
{
	set(RLIMIT_FSIZE, 0);
	for (int k = 0; k < 300; k++)
		close(open("/dev/null", O_RDONLY));
	fill();
}

static void as(void)
{
	char *all;

	set(RLIMIT_AS, 16 << 20);
	all = malloc(64 << 20);
	printf("%s\n", all ? "memory" : "no memory");
	free(all);
	fill();
}

/* A root that has /dev/null and nothing else: no /proc, no libraries, no directory of ledgers. */
static void jail(void)
{
	if (mkdir("jail", 0700) != 0 || mkdir("jail/dev", 0700) != 0 ||
	    mknod("jail/dev/null", S_IFCHR | 0666, makedev(1, 3)) != 0)
		exit(9);
	printf("%d\n", chroot("jail") == 0 && chdir("/") == 0 && unlink("/dev/null") == 0);
	if (mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)) != 0)
		exit(9);
	fill();
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	setvbuf(stdout, NULL, _IONBF, 0);
	if (strcmp(what, "nofile") == 0)
		nofile();
	else if (strcmp(what, "fsize") == 0)
		fsize();
	else if (strcmp(what, "as") == 0)
		as();
	else
		jail();
	bug();
	return 0;
}

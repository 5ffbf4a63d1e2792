/*
 * Each way of handing a descriptor on that is meant, in a child of its own.
 *
 * options: --checks=+exec-leak
 */
#include "case.h"

static void start(char *arg, char *env)
{
	char *args[] = { "true", arg, NULL };
	char *envp[] = { "PATH=/usr/bin:/bin", env, NULL };

	execvpe("true", args, envp);
	_exit(127);
}

static void child(int way)
{
	int fd = -1;

	switch (way) {
	case 0:	/* its number is the program's choice */
		CHECK(fcntl(0, F_DUPFD, 21) == 21);
		break;
	case 1:	/* FD_CLOEXEC is taken off on purpose */
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
		CHECK(fcntl(fd, F_SETFD, 0) == 0);
		break;
	case 2:	/* systemd's way: the first of them is 3 */
		CHECK(open("/dev/null", O_RDONLY) == 3);
		start(NULL, "LISTEN_FDS=1");
		break;
	case 3:	/* make's way */
		CHECK(open("/dev/null", O_RDONLY) == 3 && open("/dev/null", O_RDONLY) == 4);
		start(NULL, "MAKEFLAGS= -j2 --jobserver-auth=3,4");
		break;
	case 4:	/* by its name, in an argument */
		CHECK(open("/dev/null", O_RDONLY) == 3);
		start("--log=/dev/fd/3", NULL);
		break;
	case 5:	/* in the environment */
		CHECK(open("/dev/null", O_RDONLY) == 3);
		start(NULL, "GPG_STATUS_FD=3");
		break;
	}
	start(NULL, NULL);
}

int main(void)
{
	pid_t pid;

	for (int way = 0; way < 6; way++) {
		pid = fork();
		if (pid == 0)
			child(way);
		check_child(pid, 0);
	}
	return 0;
}

/*
 * An audit of each call of a program that does all kinds of them, in threads
 * and a child, finds nothing where there is nothing.
 *
 * stats: lost=0
 * options: -o audit=1
 * ldflags: -pthread
 */
#include "case.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/socket.h>

static void *work(void *arg)
{
	FILE *fp;
	DIR *dir;
	int fds[2], fd;

	for (int i = 0; i < 20; i++) {
		CHECK(pipe(fds) == 0 && close(fds[0]) == 0 && close(fds[1]) == 0);
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
		CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
		fp = fopen("/etc/hosts", "r");
		CHECK(fp && fgetc(fp) != EOF && fclose(fp) == 0);
		dir = opendir("/");
		CHECK(dir && readdir(dir) && closedir(dir) == 0);
		fd = open("/dev/null", O_RDONLY);
		CHECK(fd >= 0 && dup2(fd, 400 + (int)(long)arg) >= 0);
		CHECK(close(fd) == 0 && close(400 + (int)(long)arg) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread;
	pid_t pid;

	CHECK(pthread_create(&thread, NULL, work, (void *)1) == 0);
	(void)work((void *)2);
	CHECK(pthread_join(thread, NULL) == 0);
	pid = fork();
	if (pid == 0) {
		(void)work((void *)3);
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}

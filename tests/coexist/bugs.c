/*
 * One bug of each kind, threads, a child, memory on the heap, and exact output.
 * Ends by exit 3. With an argument it is as clean as a program can be.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 4
#define ROUNDS  50

static void double_close(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	printf("closed twice: %d\n", close(fd));
}

static void use_after_close(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) != 0)
		exit(9);
	close(ends[1]);
	close(ends[0]);
	printf("read: %d\n", (int)read(ends[0], &byte, 1));
}

static void owner_mismatch(void)
{
	FILE *file = fopen("/dev/null", "r");

	close(fileno(file));
	fclose(file);
}

static void leak(void)
{
	struct stat st;
	int fd = open("/", O_RDONLY);

	printf("stat: %d\n", fstat(fd, &st));
}

static void *work(void *arg)
{
	long sum = 0;

	for (int i = 0; i < ROUNDS; i++) {
		char *text = malloc(200 + i);
		FILE *file = tmpfile();
		int got = 0;

		memset(text, 'a' + i % 26, 200);
		fprintf(file, "%.200s %d\n", text, i);
		rewind(file);
		if (fscanf(file, "%*s %d", &got) != 1 || got != i)
			exit(9);
		fclose(file);
		close(dup(0));
		sum += got;
		free(text);
	}
	*(long *)arg = sum;
	return NULL;
}

static void clean(void)
{
	pthread_t threads[THREADS];
	long sums[THREADS], all = 0;
	int status;
	pid_t pid;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, &sums[i]);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		all += sums[i];
	}
	printf("sum: %ld\n", all);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(open("/dev/null", O_RDONLY));
		execlp("sh", "sh", "-c", "echo child", (char *)NULL);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	printf("child: %d\n", WEXITSTATUS(status));
}

int main(int argc, char **argv)
{
	(void)argv;
	clean();
	if (argc > 1)
		return 3;
	double_close();
	use_after_close();
	owner_mismatch();
	leak();
	return 3;
}

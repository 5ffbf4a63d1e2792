/*
 * Two ways to the same line, with equal frames, taken a thousand times each
 * before both leak: by then the stacks are found in the cache. And a child goes
 * on with what was found before the fork.
 *
 * expect: leak opened=open@get:OPENED<left:LEFT<main:BOTH
 * expect: leak opened=open@get:OPENED<right:RIGHT<main:BOTH
 * expect: leak in=child opened=open@get:OPENED<left:LEFT<main:CHILD
 */
#include "case.h"

static volatile int sink;

static __attribute__((noinline)) int get(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC); /* OPENED */

	CHECK(fd >= 0);
	return fd;
}

static __attribute__((noinline)) int left(void)
{
	int fd = get(); /* LEFT */

	sink++;
	return fd;
}

static __attribute__((noinline)) int right(void)
{
	int fd = get(); /* RIGHT */

	sink--;
	return fd;
}

static int (*volatile const ways[])(void) = { left, right };

int main(void)
{
	pid_t pid;

	for (int i = 0; i < 2002; i++) {
		int fd = ways[i % 2](); /* BOTH */

		if (i < 2000)
			close(fd);
	}
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 100; i++) {
			int fd = ways[0](); /* CHILD */

			if (i < 99)
				close(fd);
		}
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}

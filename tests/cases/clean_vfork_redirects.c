/*
 * A vfork child redirects its output before exec: opens, dup2 and closes that
 * are all its own.
 *
 * stdout: parent
 */
#include "case.h"

int main(void)
{
	int ends[2];
	char bytes[8] = "";
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = vfork();
	if (pid == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execlp("echo", "echo", "child", NULL);
		_exit(127);
	}
	CHECK(close(ends[1]) == 0);
	CHECK(read(ends[0], bytes, sizeof(bytes)) == 6 && !strcmp(bytes, "child\n"));
	check_child(pid, 0);
	CHECK(close(ends[0]) == 0);
	puts("parent");
	return 0;
}

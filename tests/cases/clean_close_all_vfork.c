/*
 * The child of a vfork clears its table before its exec, by number, by
 * /proc/self/fd and by close_range; the parent, which cleared its own before, goes
 * on with what it has and closes it once.
 */
#include "case.h"

#include <dirent.h>
#include <linux/close_range.h>

static void clear_by_list(void)
{
	DIR *list = opendir("/proc/self/fd");
	struct dirent *entry;

	while ((entry = readdir(list)) != NULL) {
		int fd = atoi(entry->d_name);

		if (fd > 2 && fd != dirfd(list))
			close(fd);
	}
	closedir(list);
}

static void clear(int how)
{
	if (how == 0)
		for (int fd = 3; fd < 64; fd++)
			close(fd);
	if (how == 1)
		for (int fd = 63; fd > 2; fd--)
			close(fd);
	if (how == 2)
		close_range(3, ~0U, 0);
}

int main(void)
{
	char *args[] = { "true", NULL };
	int fds[8];
	pid_t pid;

	for (int i = 0; i < 8; i++)
		CHECK((fds[i] = open("/dev/null", O_RDWR)) >= 0);
	clear_by_list();
	for (int i = 0; i < 8; i++)
		CHECK((fds[i] = open("/dev/null", O_RDWR)) >= 0);
	for (int how = 0; how < 3; how++) {
		pid = vfork();
		if (pid == 0) {
			clear(how);
			execvp(args[0], args);
			_exit(127);
		}
		check_child(pid, 0);
		for (int i = 0; i < 8; i++)
			CHECK(write(fds[i], "x", 1) == 1);
	}
	pid = fork();
	if (pid == 0) {
		clear_by_list();
		execvp(args[0], args);
		_exit(127);
	}
	check_child(pid, 0);
	for (int i = 0; i < 8; i++)
		CHECK(close(fds[i]) == 0);
	return 0;
}

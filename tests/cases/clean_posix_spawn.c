/*
 * posix_spawn with file actions: opened, copied and closed in the child alone.
 */
#include "case.h"

#include <spawn.h>

int main(void)
{
	char *args[] = { "sh", "-c", "read word && echo $word", NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], fd = open("word", O_RDWR | O_CREAT, 0600);
	char bytes[16];
	pid_t pid;

	CHECK(fd >= 0 && write(fd, "spawned\n", 8) == 8 && close(fd) == 0);
	CHECK(pipe2(ends, O_CLOEXEC) == 0);
	CHECK(posix_spawn_file_actions_init(&actions) == 0);
	CHECK(posix_spawn_file_actions_addopen(&actions, 0, "word", O_RDONLY, 0) == 0);
	CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], 1) == 0);
	CHECK(posix_spawn_file_actions_addclose(&actions, ends[0]) == 0);
	CHECK(posix_spawn_file_actions_addclose(&actions, 77) == 0);
	CHECK(posix_spawnp(&pid, "sh", &actions, NULL, args, environ) == 0);
	CHECK(posix_spawn_file_actions_destroy(&actions) == 0);
	CHECK(close(ends[1]) == 0);
	CHECK(read(ends[0], bytes, sizeof(bytes)) == 8 && !memcmp(bytes, "spawned", 7));
	CHECK(close(ends[0]) == 0);
	check_child(pid, 0);
	return 0;
}

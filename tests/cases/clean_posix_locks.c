/*
 * A POSIX lock stays while its file is open, whatever else is closed; a tool
 * that moved the file to another number would drop it.
 */
#include "case.h"

static int is_locked(const char *path)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int fd = open(path, O_RDWR);

		CHECK(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && close(fd) == 0);
		_exit(lock.l_type != F_UNLCK);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status);
}

int main(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open("locked", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0 && fcntl(fd, F_SETLK, &lock) == 0);
	CHECK(is_locked("locked") == 1);
	for (int i = 0; i < 50; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(is_locked("locked") == 1);
	CHECK(close(fd) == 0);
	CHECK(is_locked("locked") == 0);
	return 0;
}

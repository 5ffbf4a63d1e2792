/*
 * A limit of zero on the size of files: whoever grows one gets SIGXFSZ. The
 * program does not, nor do its children.
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit none = { 0, 0 };
	pid_t pid;

	CHECK(setrlimit(RLIMIT_FSIZE, &none) == 0);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	pid = fork();
	if (pid == 0) {
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
		execlp("true", "true", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	return 0;
}

/*
 * A child is started with a descriptor that nobody meant to pass on, beside
 * one that is closed on exec, one that its arguments name, and one that it put
 * at a chosen number.
 *
 * expect: exec-leak in=child fd=3 object=device at=execv@main:AT opened=open@main:OPENED
 * process: root exit 0
 * process: child exec
 * process: child exit 0
 * status: 0
 * options: --checks=+exec-leak
 */
#include "case.h"

int main(void)
{
	int leaked = open("/dev/null", O_RDONLY); /* OPENED */
	int kept = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int meant = open("/dev/null", O_RDONLY);
	char name[32];
	char *args[] = { "true", name, NULL };
	pid_t pid;

	/* The jobserver of a make above us would name low numbers, too. */
	unsetenv("MAKEFLAGS");
	unsetenv("MFLAGS");
	snprintf(name, sizeof(name), "/dev/fd/%d", meant);
	pid = fork();
	if (pid == 0) {
		CHECK(dup2(kept, 19) == 19);
		execv("/bin/true", args); /* AT */
		_exit(127);
	}
	check_child(pid, 0);
	CHECK(close(leaked) == 0 && close(kept) == 0 && close(meant) == 0);
	return 0;
}

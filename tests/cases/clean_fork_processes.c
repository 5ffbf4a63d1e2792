/*
 * Children that open and close for themselves are processes of the report,
 * each with its own ending.
 *
 * process: root exit 0
 * process: child exit 0
 * process: child exit 1
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 2; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			CHECK(close(open("/dev/null", O_RDONLY)) == 0);
			exit(i);
		}
		check_child(pid, i);
	}
	return 0;
}

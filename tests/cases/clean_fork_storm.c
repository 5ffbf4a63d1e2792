/*
 * Forty children at once, each with its own opens and closes.
 */
#include "case.h"

int main(void)
{
	pid_t pids[40];
	int ends[2];
	char byte;

	CHECK(pipe(ends) == 0);
	for (int i = 0; i < 40; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			CHECK(close(ends[1]) == 0);
			for (int k = 0; k < 10; k++)
				CHECK(close(open("/dev/null", O_RDONLY)) == 0);
			CHECK(read(ends[0], &byte, 1) == 0 && close(ends[0]) == 0);
			_exit(0);
		}
	}
	CHECK(close(ends[1]) == 0);
	for (int i = 0; i < 40; i++)
		check_child(pids[i], 0);
	CHECK(close(ends[0]) == 0);
	return 0;
}

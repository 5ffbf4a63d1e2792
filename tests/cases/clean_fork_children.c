/*
 * Forked children have copies of everything: one closes them, one uses them,
 * one ends without a thought. The parent closes its own.
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("data", "w");
	int ends[2];
	char byte;

	CHECK(file && pipe(ends) == 0);
	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			if (i == 0)
				CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
			if (i == 1)
				CHECK(write(ends[1], "x", 1) == 1);
			exit(i);
		}
		check_child(pid, i);
	}
	CHECK(read(ends[0], &byte, 1) == 1);
	CHECK(close(ends[0]) == 0 && close(ends[1]) == 0 && fclose(file) == 0);
	return 0;
}

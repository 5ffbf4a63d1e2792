/*
 * Streams given another file: opened, closed and put in place inside libc.
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("first", "w");

	CHECK(file && fputs("1", file) >= 0);
	CHECK(freopen("second", "w", file) == file && fputs("2", file) >= 0);
	CHECK(freopen(NULL, "r", file) == file);
	CHECK(fclose(file) == 0);
	CHECK(freopen("/dev/null", "r", stdin) == stdin && fileno(stdin) == 0);
	CHECK(freopen("out", "w", stdout) == stdout && fileno(stdout) == 1);
	CHECK(puts("to the file") >= 0);
	return 0;
}

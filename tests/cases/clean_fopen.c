/*
 * Streams opened, lent by fileno, copied and closed in the right order.
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w+"), *second;
	int fd, copy;

	CHECK(file && fputs("text\n", file) >= 0 && fflush(file) == 0);
	CHECK(fsync(fileno(file)) == 0);
	copy = dup(fileno(file));
	CHECK(copy >= 0 && (second = fdopen(copy, "r+")));
	CHECK(fclose(file) == 0);
	CHECK(fputs("more\n", second) >= 0 && fclose(second) == 0);
	fd = open("notes", O_RDONLY);
	CHECK(fd >= 0 && (file = fdopen(fd, "r")));
	CHECK(getc(file) == 't' && fclose(file) == 0);
	return 0;
}

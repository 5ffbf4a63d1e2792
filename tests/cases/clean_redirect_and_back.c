/*
 * Standard output is put aside, sent to a file, and brought back.
 *
 * stdout: one three
 */
#include "case.h"

int main(void)
{
	int saved, fd = open("aside", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0);
	printf("one ");
	CHECK(fflush(stdout) == 0 && (saved = dup(1)) >= 0);
	CHECK(dup2(fd, fileno(stdout)) == 1);
	printf("two ");
	CHECK(fflush(stdout) == 0 && dup2(saved, 1) == 1);
	CHECK(close(saved) == 0);
	puts("three");
	CHECK(lseek(fd, 0, SEEK_END) == 4 && close(fd) == 0);
	return 0;
}

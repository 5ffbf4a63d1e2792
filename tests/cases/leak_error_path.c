/*
 * An atomic save whose fdopen refuses the mode: the descriptor is forgotten.
 *
 * expect: leak object=file opened=mkstemp@save:OPENED
 */
#include "case.h"

static int save(const char *path, const char *mode, const char *text)
{
	char temporary[] = "save.XXXXXX";
	int fd = mkstemp(temporary); /* OPENED */
	FILE *file;

	if (fd < 0)
		return -1;
	file = fdopen(fd, mode);
	if (!file) {
		unlink(temporary);
		return -1;
	}
	fputs(text, file);
	fclose(file);
	return rename(temporary, path);
}

int main(void)
{
	CHECK(save("document", "w", "text\n") == 0);
	CHECK(save("document", "bw", "text\n") == -1 && errno == EINVAL);
	return 0;
}

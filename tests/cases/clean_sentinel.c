/*
 * The atomic save done right: fd = -1 once somebody else owns it.
 */
#include "case.h"

static int save(const char *path, const char *mode, const char *text)
{
	char temporary[] = "save.XXXXXX";
	int fd = mkstemp(temporary);
	FILE *file;
	int failed;

	if (fd < 0)
		return -1;
	file = fdopen(fd, mode);
	if (!file)
		goto failed;
	fd = -1;
	failed = fputs(text, file) < 0;
	failed |= fclose(file) != 0;
	if (!failed && rename(temporary, path) == 0)
		return 0;
failed:
	if (fd >= 0)
		close(fd);
	unlink(temporary);
	return -1;
}

int main(void)
{
	CHECK(save("document", "w", "text\n") == 0);
	CHECK(save("document", "bw", "text\n") == -1);
	CHECK(save("no/such/directory", "w", "text\n") == -1);
	return 0;
}

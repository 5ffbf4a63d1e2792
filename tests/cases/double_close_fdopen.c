/*
 * An atomic save: the error handler closes the descriptor, which the stream
 * that took it over has closed.
 *
 * expect: double-close object=file
 *     at=close@save:AT closed=fclose@save:CLOSED opened=mkstemp@save:OPENED
 */
#include "case.h"

static int save(const char *path, const char *text)
{
	char temporary[] = "save.XXXXXX";
	int fd = mkstemp(temporary); /* OPENED */
	FILE *file;

	if (fd < 0)
		return -1;
	file = fdopen(fd, "w");
	if (!file)
		goto failed;
	fputs(text, file);
	if (fclose(file) != 0) /* CLOSED */
		goto failed;
	if (rename(temporary, path) == 0)
		return 0;
failed:
	close(fd); /* AT */
	unlink(temporary);
	return -1;
}

int main(void)
{
	CHECK(save("no/such/directory", "text\n") == -1);
	return 0;
}

/*
 * The same, and the error handler opens a log before it closes: the close
 * would hit the log.
 *
 * expect: double-close object=file
 *     at=close@save:AT closed=fclose@save:CLOSED opened=open@save:OPENED
 */
#include "case.h"

static void save(void)
{
	int log, fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */
	FILE *file = fdopen(fd, "w");

	CHECK(fd >= 0 && file);
	fclose(file); /* CLOSED */
	log = open("log", O_WRONLY | O_CREAT, 0600);
	CHECK(log >= 0);
	close(fd); /* AT */
	close(log);
}

int main(void)
{
	save();
	return 0;
}

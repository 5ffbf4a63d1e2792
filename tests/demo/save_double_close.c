/*
 * Atomic save, wrong: the error handler closes the descriptor, which belongs
 * to the stream since fdopen and went with fclose. In a program with threads
 * the second close hits whatever was opened in between.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int save_atomically(const char *path, const char *directory, const char *text)
{
	char temporary[PATH_MAX];
	FILE *file = NULL;
	int fd;

	snprintf(temporary, sizeof(temporary), "%s/.save.XXXXXX", directory);
	fd = mkstemp(temporary);
	if (fd < 0)
		return -1;

	file = fdopen(fd, "w");
	if (!file)
		goto failed;
	fputs(text, file);
	if (fclose(file) != 0)
		goto failed;
	if (rename(temporary, path) != 0)
		goto failed;
	return 0;

failed:
	close(fd);
	unlink(temporary);
	return -1;
}

int main(int argc, char **argv)
{
	char made[] = "/tmp/save.XXXXXX", path[PATH_MAX];
	const char *directory = argc > 1 ? argv[1] : mkdtemp(made);

	if (!directory)
		return 1;
	/* The folder of the target is not there: the rename at the end fails. */
	snprintf(path, sizeof(path), "%s/letters/to-anna.txt", directory);
	if (save_atomically(path, directory, "Dear Anna,\n") != 0)
		printf("could not save the letter\n");
	if (directory == made)
		rmdir(made);
	return 0;
}

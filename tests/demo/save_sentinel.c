/*
 * Atomic save, right: fd = -1 once somebody else owns it. The error handler
 * closes what is still ours and nothing else, wherever it comes from.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int save_atomically(const char *path, const char *directory, const char *mode,
			   const char *text)
{
	char temporary[PATH_MAX];
	FILE *file = NULL;
	int fd;

	snprintf(temporary, sizeof(temporary), "%s/.save.XXXXXX", directory);
	fd = mkstemp(temporary);
	if (fd < 0)
		return -1;

	file = fdopen(fd, mode);
	if (!file)
		goto failed;
	fd = -1;
	fputs(text, file);
	if (fclose(file) != 0)
		goto failed;
	if (rename(temporary, path) != 0)
		goto failed;
	return 0;

failed:
	if (fd >= 0)
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
	snprintf(path, sizeof(path), "%s/letters/to-anna.txt", directory);
	if (save_atomically(path, directory, "w", "Dear Anna,\n") != 0)
		printf("could not save the letter\n");
	if (save_atomically(path, directory, "bw", "Dear Anna,\n") != 0)
		printf("could not save the letter either\n");
	if (directory == made)
		rmdir(made);
	return 0;
}

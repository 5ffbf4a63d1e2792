/*
 * Atomic save, wrong: when fdopen refuses the mode, the temporary file is
 * removed and its descriptor forgotten. It was nobody's yet but ours.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int save_atomically(const char *path, const char *directory, const char *mode,
			   const char *text)
{
	char temporary[PATH_MAX];
	FILE *file;
	int fd;

	snprintf(temporary, sizeof(temporary), "%s/.save.XXXXXX", directory);
	fd = mkstemp(temporary);
	if (fd < 0)
		return -1;

	file = fdopen(fd, mode);
	if (!file) {
		unlink(temporary);
		return -1;
	}
	fputs(text, file);
	if (fclose(file) != 0 || rename(temporary, path) != 0) {
		unlink(temporary);
		return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char made[] = "/tmp/save.XXXXXX", path[PATH_MAX];
	const char *directory = argc > 1 ? argv[1] : mkdtemp(made);

	if (!directory)
		return 1;
	/* "bw" is not a mode: the b comes after the w. */
	snprintf(path, sizeof(path), "%s/to-anna.txt", directory);
	if (save_atomically(path, directory, "bw", "Dear Anna,\n") != 0)
		printf("could not save the letter\n");
	if (directory == made)
		rmdir(made);
	return 0;
}

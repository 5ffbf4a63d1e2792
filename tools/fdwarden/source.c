/* Lines of source files: each file is read once. */
#include "source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOURCE_BYTES_MAX  (8u << 20)
#define SOURCE_LINE_SHOWN 160u

struct source_file {
	struct source_file *next;
	const char *path;
	char *text; /* NULL: not to be shown */
	size_t bytes;
	int64_t mtime;
};

static void read_file(struct sources *s, struct source_file *file)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < SOURCE_BYTES_MAX) {
		file->text = pool_take(&s->pool, (size_t)st.st_size + 1);
		file->mtime = st.st_mtime;
		while (file->bytes < (size_t)st.st_size) {
			ssize_t got = read(fd, file->text + file->bytes,
					   (size_t)st.st_size - file->bytes);

			if (got <= 0)
				break;
			file->bytes += (size_t)got;
		}
	}
	(void)close(fd);
}

static struct source_file *file_known(struct sources *s, const char *directory, const char *name)
{
	struct source_file *file;
	char *path;

	path = name[0] == '/' || directory == NULL
		       ? pool_text(&s->pool, name, strlen(name))
		       : pool_format(&s->pool, "%s/%s", directory, name);
	for (file = s->files; file != NULL; file = file->next)
		if (strcmp(file->path, path) == 0)
			return file;
	file = pool_take(&s->pool, sizeof(*file));
	file->path = path;
	if (path[0] == '/')
		read_file(s, file);
	file->next = s->files;
	s->files = file;
	return file;
}

const char *sources_line(struct sources *s, const char *directory, const char *name, int number,
			 int64_t not_after)
{
	const struct source_file *file = file_known(s, directory, name);
	const char *at, *end;
	char *line;

	if (file->text == NULL || file->mtime > not_after)
		return NULL;
	at = file->text;
	for (int i = 1; i < number; i++) {
		at = strchr(at, '\n');
		if (at == NULL)
			return NULL;
		at++;
	}
	at += strspn(at, " \t");
	end = at + strcspn(at, "\r\n");
	if (end == at)
		return NULL;
	if (end - at > (ptrdiff_t)SOURCE_LINE_SHOWN)
		end = at + SOURCE_LINE_SHOWN;
	line = pool_text(&s->pool, at, (size_t)(end - at));
	for (char *c = line; *c != '\0'; c++)
		if (*c == '\t')
			*c = ' ';
	return line;
}

void sources_free(struct sources *s)
{
	pool_free(&s->pool);
}

/* Report files: opened early, written late, failures told on stderr. */
#include "outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "json.h"
#include "junit.h"
#include "lazy.h"
#include "print.h"
#include "sarif.h"

char *outputs_expand(struct pool *pool, const char *path, int pid)
{
	char *expanded = pool_text(pool, "", 0);

	while (*path != '\0') {
		size_t plain = strcspn(path, "%");

		expanded = pool_format(pool, "%s%.*s", expanded, (int)plain, path);
		path += plain;
		if (*path == '\0')
			break;
		if (path[1] == 'p')
			expanded = pool_format(pool, "%s%d", expanded, pid);
		else if (path[1] == '%')
			expanded = pool_format(pool, "%s%%", expanded);
		else
			expanded = pool_format(pool, "%s%%", expanded);
		path += path[1] == 'p' || path[1] == '%' ? 2 : 1;
	}
	return expanded;
}

static bool has_pid(const char *path)
{
	for (; *path != '\0'; path++) {
		if (path[0] == '%' && path[1] == 'p')
			return true;
		if (path[0] == '%' && path[1] == '%')
			path++;
	}
	return false;
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "we");

	if (file == NULL)
		complain("cannot write \"%s\": %s", path, strerror(errno));
	return file;
}

/* A file for each pid: its name is not known yet, its directory is. */
static bool directory_is_writable(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash == path   ? strdup("/")
			  : slash != NULL ? strndup(path, (size_t)(slash - path))
					  : strdup(".");
	bool writable;

	if (directory == NULL)
		out_of_memory();
	writable = has_pid(directory) || access(directory, W_OK | X_OK) == 0;
	if (!writable)
		complain("cannot write \"%s\": %s", path, strerror(errno));
	free(directory);
	return writable;
}

static bool is_json(size_t format)
{
	return format == FORMAT_JSON || format == FORMAT_SARIF;
}

bool outputs_open(struct outputs *o, const struct settings *s)
{
	memset(o, 0, sizeof(*o));
	o->log_name = s->log;
	for (size_t i = 0; i < FORMATS; i++) {
		const char *path = s->documents[i];

		if (path == NULL)
			continue;
		if (is_json(i) && !jansson_load())
			return false;
		o->documents[i] = strcmp(path, "-") == 0 ? stdout : open_file(path);
		if (o->documents[i] == NULL)
			return false;
	}
	if (s->log == NULL)
		return true;
	if (has_pid(s->log))
		return directory_is_writable(s->log);
	o->log = open_file(outputs_expand(&((struct settings *)s)->pool, s->log, 0));
	return o->log != NULL;
}

/* Closes a report file; an error that comes only now counts, too. */
static int finish(FILE *file, int error)
{
	if (fclose(file) != 0 && error == 0)
		error = errno != 0 ? -errno : -EIO;
	return error;
}

static struct print_style style_of(const struct settings *s, int fd)
{
	return print_style_of(s, print_color_wanted(s->options.color, fd));
}

static void print_to_stderr(const struct document *d, const struct settings *s)
{
	struct print_style style = style_of(s, STDERR_FILENO);

	(void)print_document(d, PRINT_ALL, &style, stderr);
}

/* A file for each process that has something to say; images of one pid share it. */
static int write_logs(const struct document *d, const struct settings *s, const char *name)
{
	struct print_style style = print_style_of(s, s->options.color == COLOR_ALWAYS);
	struct pool pool = { NULL };
	int error = 0;

	for (size_t i = 0; i < d->count && error == 0; i++) {
		int pid = d->processes[i]->pid;
		bool seen = false;
		FILE *file;

		for (size_t k = 0; k < i; k++)
			seen |= d->processes[k]->pid == pid;
		if (seen || !print_is_needed(d, pid, &style))
			continue;
		file = fopen(outputs_expand(&pool, name, pid), "we");
		error = file != NULL ? finish(file, print_document(d, pid, &style, file)) : -errno;
	}
	pool_free(&pool);
	return error;
}

static int write_log(struct outputs *o, const struct document *d, const struct settings *s)
{
	struct print_style style;

	if (o->log == NULL)
		return write_logs(d, s, o->log_name);
	style = style_of(s, fileno(o->log));
	return finish(o->log, print_document(d, PRINT_ALL, &style, o->log));
}

static int (*const writers[])(const struct document *, FILE *) = {
#define FORMAT(id, name, write) write,
#include "formats.def"
#undef FORMAT
};

bool outputs_write(struct outputs *o, const struct document *d, const struct settings *s)
{
	bool to_stderr = o->log_name == NULL && !s->quiet;
	bool fine = true;
	int error;

	if (o->log_name != NULL && (error = write_log(o, d, s)) != 0) {
		complain("cannot write \"%s\": %s", o->log_name, strerror(-error));
		fine = false;
	}
	for (size_t i = 0; i < FORMATS; i++) {
		if (o->documents[i] == NULL)
			continue;
		error = writers[i](d, o->documents[i]);
		if (o->documents[i] != stdout)
			error = finish(o->documents[i], error);
		if (error != 0) {
			complain("cannot write \"%s\": %s", s->documents[i], strerror(-error));
			fine = false;
		}
	}
	if (to_stderr || !fine)
		print_to_stderr(d, s);
	return fine;
}

int report_status(const struct document *d, const struct settings *s, bool fine)
{
	if (!fine)
		return STATUS_FAILED;
	return d->summary.errors > 0 ? (int)s->options.exitcode : 0;
}

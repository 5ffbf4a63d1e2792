/*
 * A look at the program's file before it is run. LD_PRELOAD is a matter of
 * the dynamic linker: a program without one, one for another machine, or one
 * that gains privileges (ld.so(8), "secure-execution mode") goes unwatched. One that
 * has the library inside needs no dynamic linker.
 */
#include "target.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "elf_head.h"
#include "linked_note.h"
#include "model/format.h"

#define INTERPRETERS_MAX 4 /* as the kernel: execve(2) */

static const char *look_up(struct pool *pool, const char *program)
{
	const char *path = getenv("PATH");

	if (strchr(program, '/') != NULL)
		return program;
	if (path == NULL)
		path = "/bin:/usr/bin";
	for (;;) {
		size_t bytes = strcspn(path, ":");
		char *candidate = bytes > 0
					  ? pool_format(pool, "%.*s/%s", (int)bytes, path, program)
					  : pool_format(pool, "./%s", program);
		struct stat st;

		if (access(candidate, X_OK) == 0 && stat(candidate, &st) == 0 &&
		    S_ISREG(st.st_mode))
			return candidate;
		if (path[bytes] == '\0')
			return NULL;
		path += bytes + 1;
	}
}

static const char *privileges(int fd)
{
	struct statvfs fs;
	struct stat st;

	if (fstat(fd, &st) != 0 || fstatvfs(fd, &fs) != 0 || (fs.f_flag & ST_NOSUID) != 0)
		return NULL;
	if ((st.st_mode & S_ISUID) != 0 && st.st_uid != getuid())
		return "it is set-user-ID";
	if ((st.st_mode & S_ISGID) != 0 && (st.st_mode & S_IXGRP) != 0 && st.st_gid != getgid())
		return "it is set-group-ID";
	if (getuid() != 0 && fgetxattr(fd, "security.capability", NULL, 0) > 0)
		return "it has file capabilities";
	return NULL;
}

/* Where the bytes of an address are in the file; UINT64_MAX: nowhere. */
static uint64_t offset_of(const struct elf_head *file, uint64_t address)
{
	Elf64_Phdr load;

	for (size_t at = 0; elf_head_segment(file, PT_LOAD, &at, &load);)
		if (address >= load.p_vaddr && address - load.p_vaddr < load.p_filesz)
			return load.p_offset + (address - load.p_vaddr);
	return UINT64_MAX;
}

/* A string of the file: as much of it as there is room for. */
static void read_name(const struct elf_head *file, uint64_t offset, char *name, size_t room)
{
	ssize_t got = pread(file->fd, name, room - 1, (off_t)offset);

	name[got > 0 ? got : 0] = '\0';
}

/* The entry from *at on that has this tag, in a segment PT_DYNAMIC; like elf_head_segment. */
static bool next_dynamic(const struct elf_head *file, const Elf64_Phdr *dynamic, int64_t tag,
			 size_t *at, Elf64_Dyn *entry)
{
	while ((*at + 1) * sizeof(*entry) <= dynamic->p_filesz) {
		uint64_t offset = dynamic->p_offset + *at * sizeof(*entry);

		++*at;
		if (!elf_head_bytes(file, offset, entry, sizeof(*entry)) || entry->d_tag == DT_NULL)
			return false;
		if (entry->d_tag == tag)
			return true;
	}
	return false;
}

/*
 * The sanitizers' shared runtimes among what it is linked with. AddressSanitizer insists
 * on being first and can be told not to. ThreadSanitizer keeps books of descriptors: behind
 * us it would miss what our closes do without libc.
 */
static void look_at_needed(struct target *t, struct pool *pool, const struct elf_head *file)
{
	size_t segment = 0, first = 0, at = 0;
	char name[NAME_MAX + 1];
	Elf64_Phdr dynamic;
	Elf64_Dyn entry;
	uint64_t strings;

	if (!elf_head_segment(file, PT_DYNAMIC, &segment, &dynamic) ||
	    !next_dynamic(file, &dynamic, DT_STRTAB, &first, &entry))
		return;
	strings = offset_of(file, entry.d_un.d_ptr);
	while (strings != UINT64_MAX && next_dynamic(file, &dynamic, DT_NEEDED, &at, &entry)) {
		read_name(file, strings + entry.d_un.d_val, name, sizeof(name));
		if (strncmp(name, "libasan.so", 10) == 0)
			t->needs_asan = true;
		if (strncmp(name, "libtsan.so", 10) == 0)
			t->first = pool_text(pool, name, strlen(name));
	}
}

static const char *why_not(bool dynamic, uint32_t format)
{
	if (dynamic || format == LEDGER_VERSION)
		return NULL;
	return format == 0 ? "it is statically linked"
			   : "it is linked with another version of libfdwarden.a";
}

/* True if its dynamic linker is musl's: /lib/ld-musl-x86_64.so.1 */
static bool is_musl(const struct elf_head *file, const Elf64_Phdr *interp)
{
	char path[PATH_MAX];

	if (interp->p_filesz >= sizeof(path))
		return false;
	read_name(file, interp->p_offset, path, (size_t)interp->p_filesz + 1);
	return strstr(path, "/ld-musl-") != NULL;
}

static void look_at_elf(struct target *t, struct pool *pool, const struct elf_head *file)
{
	bool dynamic;
	Elf64_Phdr interp;
	size_t at = 0;

	if (!elf_head_is_elf(file))
		return;
	dynamic = elf_head_segment(file, PT_INTERP, &at, &interp);
	t->musl = dynamic && is_musl(file, &interp);
	if (!elf_head_is_ours(file))
		t->cannot_follow = "it is for another kind of machine";
	else if ((t->cannot_follow = why_not(dynamic, linked_note_format(file))) == NULL && dynamic)
		look_at_needed(t, pool, file);
}

/* The interpreter of a #! line; NULL if it is no script. */
static const char *interpreter(struct pool *pool, const struct elf_head *file)
{
	const char *text = file->first.text;
	char *line;

	if (file->first_bytes < 3 || text[0] != '#' || text[1] != '!')
		return NULL;
	line = pool_text(pool, text + 2, file->first_bytes - 2);
	line += strspn(line, " \t");
	line[strcspn(line, " \t\r\n")] = '\0';
	return line;
}

/* NULL, or, for a script, the interpreter that is to be looked at in its place. */
static const char *look_at_file(struct target *t, struct pool *pool, int fd)
{
	struct elf_head file;
	const char *next;

	elf_head_read(&file, fd);
	next = interpreter(pool, &file);
	if (next != NULL)
		return next;
	t->cannot_follow = privileges(fd);
	if (t->cannot_follow == NULL)
		look_at_elf(t, pool, &file);
	return NULL;
}

void target_look(struct target *t, struct pool *pool, const char *program)
{
	const char *path = look_up(pool, program);

	memset(t, 0, sizeof(*t));
	for (int depth = 0; path != NULL && depth < INTERPRETERS_MAX; depth++) {
		int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		struct stat st;

		if (fd < 0)
			return;
		path = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? look_at_file(t, pool, fd) : NULL;
		(void)close(fd);
	}
}

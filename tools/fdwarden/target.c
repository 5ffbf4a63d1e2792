/*
 * A look at the program's file before it is run. LD_PRELOAD is a matter of
 * the dynamic linker: a program without one, one for another machine, or one
 * that gains privileges (ld.so(8), "secure-execution mode") goes unwatched. One that
 * has the library inside needs no dynamic linker.
 */
#include "target.h"

#include <elf.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "linked_note.h"
#include "model/format.h"

#if defined(__x86_64__)
#define OUR_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OUR_MACHINE EM_AARCH64
#endif

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

/*
 * The sanitizers' shared runtimes among what it is linked with. AddressSanitizer insists
 * on being first and can be told not to. ThreadSanitizer keeps books of descriptors: behind
 * us it would miss what our closes do without libc.
 */
static void look_at_needed(struct target *t, struct pool *pool, Elf *elf)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section)) != NULL) {
		GElf_Shdr header;
		Elf_Data *data;
		GElf_Dyn dyn;

		if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_DYNAMIC)
			continue;
		data = elf_getdata(section, NULL);
		for (int i = 0; data != NULL && gelf_getdyn(data, i, &dyn) != NULL; i++) {
			const char *name = dyn.d_tag == DT_NEEDED
						   ? elf_strptr(elf, header.sh_link, dyn.d_un.d_val)
						   : NULL;

			if (name != NULL && strncmp(name, "libasan.so", 10) == 0)
				t->needs_asan = true;
			if (name != NULL && strncmp(name, "libtsan.so", 10) == 0)
				t->first = pool_text(pool, name, strlen(name));
		}
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
static bool is_musl(Elf *elf, const GElf_Phdr *interp)
{
	static const char start[] = "/ld-musl-";
	Elf_Data *data = elf_getdata_rawchunk(elf, (int64_t)interp->p_offset, interp->p_filesz,
					      ELF_T_BYTE);

	return data != NULL && data->d_size > 0 &&
	       memmem(data->d_buf, data->d_size, start, sizeof(start) - 1) != NULL;
}

static void look_at_elf(struct target *t, struct pool *pool, int fd)
{
	Elf *elf;
	GElf_Ehdr header;
	size_t count = 0;
	bool dynamic = false;

	(void)elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf == NULL || gelf_getehdr(elf, &header) == NULL) {
		(void)elf_end(elf);
		return;
	}
	(void)elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr segment;

		if (gelf_getphdr(elf, (int)i, &segment) == NULL || segment.p_type != PT_INTERP)
			continue;
		dynamic = true;
		t->musl = is_musl(elf, &segment);
	}
	if (header.e_machine != OUR_MACHINE || gelf_getclass(elf) != ELFCLASS64)
		t->cannot_follow = "it is for another kind of machine";
	else if ((t->cannot_follow = why_not(dynamic, linked_note_format(elf))) == NULL && dynamic)
		look_at_needed(t, pool, elf);
	(void)elf_end(elf);
}

/* The interpreter of a #! line; NULL if it is no script. */
static const char *interpreter(struct pool *pool, int fd)
{
	char line[PATH_MAX];
	ssize_t got = pread(fd, line, sizeof(line) - 1, 0);
	const char *at;

	if (got < 3 || line[0] != '#' || line[1] != '!')
		return NULL;
	line[got] = '\0';
	at = line + 2 + strspn(line + 2, " \t");
	return pool_text(pool, at, strcspn(at, " \t\r\n"));
}

void target_look(struct target *t, struct pool *pool, const char *program)
{
	const char *path = look_up(pool, program);

	memset(t, 0, sizeof(*t));
	for (int depth = 0; path != NULL && depth < INTERPRETERS_MAX; depth++) {
		int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		struct stat st;
		const char *next;

		if (fd < 0)
			return;
		if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
			(void)close(fd);
			return;
		}
		next = interpreter(pool, fd);
		if (next == NULL) {
			t->cannot_follow = privileges(fd);
			if (t->cannot_follow == NULL)
				look_at_elf(t, pool, fd);
		}
		(void)close(fd);
		path = next;
	}
}

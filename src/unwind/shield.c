/* See shield.h. The calls of one object are redirected in its own tables. */
#include "unwind/shield.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/sys.h"
#include "unwind/window.h"

/* Above any RLIMIT_NOFILE: the kernel's limit is /proc/sys/fs/nr_open, at most 2^30 or so. */
#define PIPE_READ_END  0x7ffffff0
#define PIPE_WRITE_END 0x7ffffff1

int unwind_shield_pipe2(int fds[2])
{
	fds[0] = PIPE_READ_END;
	fds[1] = PIPE_WRITE_END;
	return 0;
}

ssize_t unwind_shield_write(int fd, const void *buf, size_t size)
{
	if (fd != PIPE_WRITE_END)
		return sys_write(fd, buf, size);
	return window_readable((uintptr_t)buf, size) ? (ssize_t)size : -EFAULT;
}

/*
 * Empty, always, which libunwind takes for a pipe in order. A success would
 * not do: its loop ends on errno, and a success leaves an old EINTR there.
 */
ssize_t unwind_shield_read(int fd, void *buf, size_t size)
{
	return fd == PIPE_READ_END ? -EAGAIN : sys_read(fd, buf, size);
}

int unwind_shield_close(int fd)
{
	return fd == PIPE_READ_END || fd == PIPE_WRITE_END ? 0 : sys_close(fd);
}

/* ---- the same as libc's functions -------------------------------------------- */

static long as_libc(long result)
{
	if (result >= 0)
		return result;
	errno = (int)-result;
	return -1;
}

static int libc_pipe(int fds[2])
{
	return unwind_shield_pipe2(fds);
}

static int libc_pipe2(int fds[2], int flags)
{
	(void)flags;
	return unwind_shield_pipe2(fds);
}

static ssize_t libc_write(int fd, const void *buf, size_t size)
{
	return as_libc(unwind_shield_write(fd, buf, size));
}

static ssize_t libc_read(int fd, void *buf, size_t size)
{
	return as_libc(unwind_shield_read(fd, buf, size));
}

static int libc_close(int fd)
{
	return (int)as_libc(unwind_shield_close(fd));
}

/* It opens files to read only: /proc/self/maps, ELF images. */
static int libc_open(const char *path, int flags, ...)
{
	return (int)as_libc(sys_openat(AT_FDCWD, path, flags | O_CLOEXEC, 0));
}

static long libc_syscall(long nr, ...)
{
	long arg[6];
	va_list ap;

	va_start(ap, nr);
	for (size_t i = 0; i < array_size(arg); i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	if (nr == SYS_write)
		return as_libc(unwind_shield_write((int)arg[0], (void *)arg[1], (size_t)arg[2]));
	return as_libc(sys_call6(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]));
}

static const struct {
	const char *name;
	void *function;
} shielded[] = {
	{ "pipe", (void *)libc_pipe },   { "pipe2", (void *)libc_pipe2 },
	{ "write", (void *)libc_write }, { "read", (void *)libc_read },
	{ "close", (void *)libc_close }, { "open", (void *)libc_open },
	{ "open64", (void *)libc_open }, { "syscall", (void *)libc_syscall },
};

/* ---- the object's tables ------------------------------------------------------- */

/* The two relocations that put the address of a function into a slot. */
#if defined(__x86_64__)
#define RELOC_DATA R_X86_64_GLOB_DAT
#define RELOC_SLOT R_X86_64_JUMP_SLOT
#else
#define RELOC_DATA R_AARCH64_GLOB_DAT
#define RELOC_SLOT R_AARCH64_JUMP_SLOT
#endif

struct tables {
	const ElfW(Sym) * symbols;
	const char *names;
	uintptr_t base;
};

/* The slot may be in memory that the loader made read-only (RELRO); it stays writable. */
static int redirect(uintptr_t slot, void *function)
{
	uintptr_t page = slot & ~(uintptr_t)(sysconf(_SC_PAGESIZE) - 1);
	long err = sys_call3(SYS_mprotect, page, slot + sizeof(function) - page,
			     PROT_READ | PROT_WRITE);

	if (err)
		return (int)err;
	*(void **)slot = function;
	return 0;
}

static int redirect_all(const struct tables *t, const ElfW(Rela) * rela, size_t size)
{
	for (const ElfW(Rela) *r = rela; (const char *)(r + 1) <= (const char *)rela + size; r++) {
		const char *name = t->names + t->symbols[ELF64_R_SYM(r->r_info)].st_name;

		if (ELF64_R_TYPE(r->r_info) != RELOC_DATA && ELF64_R_TYPE(r->r_info) != RELOC_SLOT)
			continue;
		for (size_t i = 0; i < array_size(shielded); i++) {
			int err = 0;

			if (strcmp(name, shielded[i].name) == 0)
				err = redirect(t->base + r->r_offset, shielded[i].function);
			if (err)
				return err;
		}
	}
	return 0;
}

int shield_install(void *handle)
{
	const ElfW(Rela) *plt = NULL, *other = NULL;
	size_t plt_size = 0, other_size = 0;
	struct tables t = { .base = 0 };
	struct link_map *map;
	int err;

	if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0)
		return -ENOTSUP;
	t.base = map->l_addr;
	for (const ElfW(Dyn) *d = map->l_ld; d->d_tag != DT_NULL; d++) {
		/* glibc stores addresses here, other loaders leave offsets. */
		uintptr_t at = d->d_un.d_ptr < t.base ? t.base + d->d_un.d_ptr : d->d_un.d_ptr;

		switch (d->d_tag) {
		case DT_SYMTAB:
			t.symbols = (const void *)at;
			break;
		case DT_STRTAB:
			t.names = (const void *)at;
			break;
		case DT_JMPREL:
			plt = (const void *)at;
			break;
		case DT_PLTRELSZ:
			plt_size = d->d_un.d_val;
			break;
		case DT_RELA:
			other = (const void *)at;
			break;
		case DT_RELASZ:
			other_size = d->d_un.d_val;
			break;
		}
	}
	if (!t.symbols || !t.names)
		return -ENOTSUP;
	err = redirect_all(&t, plt, plt_size);
	return err ? err : redirect_all(&t, other, other_size);
}

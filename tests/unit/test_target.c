/* What a program file says of itself before it is run: made by hand, and hostile ones. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

/* The command's; here it is never called. */
void complain(const char *format, ...);

#include "../../tools/fdwarden/elf_head.c"
#include "../../tools/fdwarden/linked_note.c"
#include "../../tools/fdwarden/pool.c"
#include "../../tools/fdwarden/target.c"

void complain(const char *format, ...)
{
	(void)format;
	abort();
}

/* A program linked with both sanitizers: its tables lie behind what is read at once. */
#define FAR 8192u

static const char strings[] = "\0libc.so.6\0libasan.so.8\0libtsan.so.2";

struct file {
	Elf64_Ehdr header;
	Elf64_Phdr segment[4];
	char interpreter[32];
	struct linked_note note;
	char text[FAR];
	Elf64_Dyn dynamic[6];
	char strings[sizeof(strings)];
};

enum { INTERP, LOAD, DYNAMIC, NOTE };

#define BASE 0x400000u

static struct file file;
static struct target target;
static struct pool pool;

static Elf64_Phdr segment(uint32_t type, size_t offset, size_t bytes)
{
	return (Elf64_Phdr){ .p_type = type, .p_offset = offset, .p_filesz = bytes,
			     .p_vaddr = BASE + offset, .p_align = 4 };
}

#define SEGMENT(type, member) \
	segment(type, offsetof(struct file, member), sizeof(file.member))

static int start(void **state)
{
	(void)state;
	file = (struct file){
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
					 ELFDATA2LSB, EV_CURRENT },
			    .e_machine = OUR_MACHINE, .e_phoff = offsetof(struct file, segment),
			    .e_phnum = array_size(file.segment) },
		.segment = { [INTERP] = SEGMENT(PT_INTERP, interpreter),
			     [LOAD] = segment(PT_LOAD, 0, sizeof(file)),
			     [DYNAMIC] = SEGMENT(PT_DYNAMIC, dynamic),
			     [NOTE] = SEGMENT(PT_NOTE, note) },
		.interpreter = "/lib64/ld-linux-x86-64.so.2",
		.note = { sizeof(LINKED_NOTE_NAME), sizeof(uint32_t), LINKED_NOTE_TYPE,
			  LINKED_NOTE_NAME, LEDGER_VERSION },
		.dynamic = { { DT_NEEDED, { 1 } }, { DT_NEEDED, { 11 } }, { DT_NEEDED, { 24 } },
			     { DT_STRTAB, { BASE + offsetof(struct file, strings) } },
			     { DT_NULL, { 0 } }, { DT_NEEDED, { UINT32_MAX } } },
	};
	memcpy(file.strings, strings, sizeof(strings));
	return 0;
}

static int stop(void **state)
{
	(void)state;
	pool_free(&pool);
	return 0;
}

/* Looks at the first bytes of the file. */
static void look(size_t bytes)
{
	int fd = memfd_create("target", MFD_CLOEXEC);
	char path[64];

	assert_true(fd >= 0);
	assert_int_equal(write(fd, &file, bytes), bytes);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	target_look(&target, &pool, path);
	(void)close(fd);
}

static void assert_plain(void)
{
	assert_null(target.cannot_follow);
	assert_null(target.first);
	assert_false(target.needs_asan);
}

static void test_needed(void **state)
{
	(void)state;
	look(sizeof(file));
	assert_null(target.cannot_follow);
	assert_true(target.needs_asan);
	assert_string_equal(target.first, "libtsan.so.2");
	assert_false(target.musl);
}

static void test_musl(void **state)
{
	(void)state;
	strcpy(file.interpreter, "/lib/ld-musl-x86_64.so.1");
	look(sizeof(file));
	assert_null(target.cannot_follow);
	assert_true(target.musl);
}

static void test_static(void **state)
{
	(void)state;
	file.segment[INTERP].p_type = PT_NULL;
	look(sizeof(file));
	assert_plain();	/* the library is inside */
	file.note.format++;
	look(sizeof(file));
	assert_string_equal(target.cannot_follow,
			    "it is linked with another version of libfdwarden.a");
	file.note.type++;
	look(sizeof(file));
	assert_string_equal(target.cannot_follow, "it is statically linked");
}

static void test_machine(void **state)
{
	static const struct {
		size_t at;
		unsigned char value;
	} others[] = { { EI_CLASS, ELFCLASS32 }, { EI_DATA, ELFDATA2MSB } };

	(void)state;
	for (size_t i = 0; i < array_size(others); i++) {
		(void)start(NULL);
		file.header.e_ident[others[i].at] = others[i].value;
		look(sizeof(file));
		assert_string_equal(target.cannot_follow, "it is for another kind of machine");
	}
	(void)start(NULL);
	file.header.e_machine = EM_S390;
	look(sizeof(file));
	assert_string_equal(target.cannot_follow, "it is for another kind of machine");
}

static void test_no_elf(void **state)
{
	(void)state;
	file.header.e_ident[0] = '#';
	look(sizeof(file));
	assert_plain();
	(void)start(NULL);
	for (size_t bytes = 0; bytes < sizeof(Elf64_Ehdr); bytes++) {
		look(bytes);
		assert_plain();
	}
}

static void test_note_after_others(void **state)
{
	struct {
		Elf64_Nhdr header;
		char name[8];
		char text[5], filled[3];
		struct linked_note ours;
	} notes = { { 5, 5, 7 }, "five", "text", "", file.note };

	(void)state;
	file.segment[INTERP].p_type = PT_NULL;
	memcpy(file.text, &notes, sizeof(notes));
	file.segment[NOTE] = segment(PT_NOTE, offsetof(struct file, text), sizeof(notes));
	look(sizeof(file));
	assert_plain();
	file.segment[NOTE].p_filesz = offsetof(typeof(notes), ours);
	look(sizeof(file));
	assert_string_equal(target.cannot_follow, "it is statically linked");
}

/* Whatever a member says, there is an end, and nothing is made of it. */
static void test_hostile(void **state)
{
	static const uint64_t values[] = { 1, 0x7fffffff, 0xffffffff, INT64_MAX, UINT64_MAX - 7 };
	uint64_t *const members[] = {
		&file.header.e_phoff, &file.segment[INTERP].p_offset, &file.segment[LOAD].p_filesz,
		&file.segment[DYNAMIC].p_offset, &file.dynamic[3].d_un.d_val,
		&file.dynamic[1].d_un.d_val, &file.segment[NOTE].p_offset,
	};

	(void)state;
	for (size_t i = 0; i < array_size(members); i++) {
		for (size_t k = 0; k < array_size(values); k++) {
			(void)start(NULL);
			*members[i] = values[k];
			if (members[i] == &file.segment[NOTE].p_offset)
				file.segment[INTERP].p_type = PT_NULL;
			look(sizeof(file));
			assert_false(target.musl);
			if (members[i] == &file.dynamic[1].d_un.d_val)
				assert_false(target.needs_asan);
		}
	}
}

/* No table ends where it says; the file does. */
static void test_endless(void **state)
{
	(void)state;
	file.header.e_phnum = UINT16_MAX;
	file.segment[DYNAMIC].p_filesz = UINT64_MAX;
	file.dynamic[4].d_tag = DT_NEEDED;
	look(sizeof(file));
	assert_true(target.needs_asan);
	file.segment[INTERP].p_type = PT_NULL;
	file.segment[NOTE].p_filesz = UINT64_MAX;
	file.note.type++;
	look(sizeof(file));
	assert_string_equal(target.cannot_follow, "it is statically linked");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
		TEST(test_needed),  TEST(test_musl),   TEST(test_static),
		TEST(test_machine), TEST(test_no_elf), TEST(test_note_after_others),
		TEST(test_hostile), TEST(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

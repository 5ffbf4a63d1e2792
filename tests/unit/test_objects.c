/* base/objects: which object file holds an address. */
#include <dlfcn.h>
#include <link.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/auxv.h>

#include <fdwarden/cmocka.h>

#include "base/objects.h"

#define LIBM "libm.so.6"

static void the_program_has_no_name(void **state)
{
	const ElfW(Phdr) *ph = (const void *)getauxval(AT_PHDR);
	struct object object;

	(void)state;
	assert_true(object_find((uintptr_t)the_program_has_no_name, &object));
	assert_string_equal(object.name, "");
	assert_true(object.start <= (uintptr_t)the_program_has_no_name);
	assert_true(object.end > (uintptr_t)the_program_has_no_name);
	for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
		if (ph[i].p_type == PT_PHDR)
			assert_int_equal(object.bias, (uintptr_t)ph - ph[i].p_vaddr);
	}
}

static void a_library_is_found_to_its_last_byte(void **state)
{
	void *handle = dlopen(LIBM, RTLD_NOW);
	struct object object, same;
	struct link_map *map;
	void *cos_at;

	(void)state;
	assert_non_null(handle);
	cos_at = dlsym(handle, "cos");
	assert_int_equal(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
	assert_true(object_find((uintptr_t)cos_at, &object));
	assert_int_equal(object.bias, map->l_addr);
	assert_string_equal(object.name, map->l_name);
	assert_non_null(strstr(object.name, LIBM));
	assert_true(object_find(object.start, &same));
	assert_int_equal(same.start, object.start);
	assert_true(object_find(object.end - 1, &same));
	assert_int_equal(same.end, object.end);
	if (object_find(object.end, &same))
		assert_int_not_equal(same.start, object.start);
	assert_int_equal(dlclose(handle), 0);
}

static void no_object_holds_data_of_the_kernel_or_nothing(void **state)
{
	struct object object = { .start = 1 };
	int on_stack = 0;

	(void)state;
	assert_false(object_find(0, &object));
	assert_false(object_find((uintptr_t)&on_stack, &object));
	assert_false(object_find(UINTPTR_MAX, &object));
	/* What was not found leaves the answer alone. */
	assert_int_equal(object.start, 1);
}

/* An ELF file as far as object_build_id looks at one: header, program headers, a note. */
struct image {
	ElfW(Ehdr) header;
	ElfW(Phdr) ph[2];
	ElfW(Nhdr) other;
	char other_name[4];
	uint8_t other_desc[8];
	ElfW(Nhdr) note;
	char name[4];
	uint8_t id[36];
};

static struct image image_of(uint32_t id_bytes)
{
	struct image image = {
		.header = { .e_ident = ELFMAG, .e_phnum = 2,
			    .e_phoff = offsetof(struct image, ph) },
		.ph = {
			{ .p_type = PT_LOAD, .p_memsz = sizeof(struct image) },
			{ .p_type = PT_NOTE, .p_align = 4,
			  .p_vaddr = offsetof(struct image, other),
			  .p_memsz = sizeof(struct image) - offsetof(struct image, other) },
		},
		.other = { .n_namesz = 4, .n_descsz = 6, .n_type = NT_GNU_ABI_TAG },
		.other_name = "GNU",
		.note = { .n_namesz = 4, .n_descsz = id_bytes, .n_type = NT_GNU_BUILD_ID },
		.name = "GNU",
	};

	for (size_t i = 0; i < sizeof(image.id); i++)
		image.id[i] = (uint8_t)(i + 1);
	return image;
}

static size_t build_id_of(const struct image *image, uint8_t id[OBJECT_BUILD_ID_MAX])
{
	const struct object object = {
		.start = (uintptr_t)image,
		.end = (uintptr_t)(image + 1),
		.bias = (uintptr_t)image,
	};

	return object_build_id(&object, id);
}

static void a_build_id_stands_behind_other_notes(void **state)
{
	struct image image = image_of(20);
	uint8_t id[OBJECT_BUILD_ID_MAX] = { 0 };

	(void)state;
	assert_int_equal(build_id_of(&image, id), 20);
	assert_memory_equal(id, image.id, 20);
	assert_int_equal(id[20], 0);
}

static void the_longest_build_id_fits(void **state)
{
	struct image image = image_of(OBJECT_BUILD_ID_MAX);
	uint8_t id[OBJECT_BUILD_ID_MAX] = { 0 };

	(void)state;
	assert_int_equal(build_id_of(&image, id), OBJECT_BUILD_ID_MAX);
	assert_memory_equal(id, image.id, OBJECT_BUILD_ID_MAX);
}

static void no_build_id(void **state)
{
	uint8_t id[OBJECT_BUILD_ID_MAX] = { 0 };
	struct image image;

	(void)state;
	image = image_of(OBJECT_BUILD_ID_MAX + 1); /* too long for us */
	assert_int_equal(build_id_of(&image, id), 0);
	image = image_of(20);
	image.note.n_type = NT_GNU_ABI_TAG; /* another note */
	assert_int_equal(build_id_of(&image, id), 0);
	image = image_of(20);
	image.name[0] = 'X'; /* another's note */
	assert_int_equal(build_id_of(&image, id), 0);
	image = image_of(20);
	image.ph[1].p_type = PT_LOAD; /* no notes */
	assert_int_equal(build_id_of(&image, id), 0);
	image = image_of(20);
	image.ph[1].p_memsz += 1; /* notes that end outside */
	assert_int_equal(build_id_of(&image, id), 0);
	image = image_of(20);
	image.header.e_ident[0] = 0; /* no ELF file */
	assert_int_equal(build_id_of(&image, id), 0);
	assert_int_equal(id[0], 0);
}

/* A note that claims to be longer than all there is ends the walk. */
static void a_note_that_overruns_is_not_followed(void **state)
{
	struct image image = image_of(20);
	uint8_t id[OBJECT_BUILD_ID_MAX] = { 0 };

	(void)state;
	image.other.n_descsz = 100000;
	assert_int_equal(build_id_of(&image, id), 0);
}

static const char *const names[] = {
	"open", "open64", "close", "dup2", "pipe2", "read", "write", "recvmsg", "fopen", "fclose",
	"opendir", "fork", "execve", "_exit", "epoll_wait", "ioctl", "fcntl64", "__read_chk",
	"no_such_function", "fdw_check",
	/* Of these libc has two, in either order. */
	"fmemopen", "glob", "nftw", "posix_spawnp", "pthread_cond_broadcast",
	"pthread_cond_destroy", "pthread_cond_init", "pthread_cond_signal",
	"pthread_cond_timedwait", "pthread_cond_wait", "quick_exit", "realpath", "regexec",
	"sched_getaffinity", "sched_setaffinity", "timer_create", "timer_delete",
};

/* Versions that are hidden, functions that are missing, objects that are in between. */
static void the_next_definition_is_the_linkers(void **state)
{
	void *found = &found, *none = found;
	int there = 0;

	(void)state;
	assert_false(object_symbol_later("close", &found));
	assert_false(objects_note_later("no dynamic section"));
	assert_false(object_symbol_later("close", &found));
	assert_ptr_equal(found, none);
	assert_true(objects_note_later(_DYNAMIC));
	for (size_t i = 0; i < array_size(names); i++) {
		assert_true(object_symbol_later(names[i], &found));
		assert_ptr_equal(found, dlsym(RTLD_NEXT, names[i]));
		there += found != NULL;
	}
	assert_true(there > 30);
	assert_true(object_symbol_later("posix_spawn", &found));
	assert_ptr_equal(found, posix_spawn);
}

/* What libc chooses when the program is loaded, and no sanitizer has one of its own. */
#ifdef __x86_64__
#define CHOSEN "wmemset"
#else
#define CHOSEN "strlen"
#endif

static void what_is_no_plain_function_is_left_to_the_linker(void **state)
{
	void *found = &found;

	(void)state;
	assert_false(object_symbol_later(CHOSEN, &found));
	assert_ptr_equal(found, &found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(the_program_has_no_name),
		fdw_cmocka_test(a_library_is_found_to_its_last_byte),
		fdw_cmocka_test(no_object_holds_data_of_the_kernel_or_nothing),
		fdw_cmocka_test(a_build_id_stands_behind_other_notes),
		fdw_cmocka_test(the_longest_build_id_fits),
		fdw_cmocka_test(no_build_id),
		fdw_cmocka_test(a_note_that_overruns_is_not_followed),
		fdw_cmocka_test(the_next_definition_is_the_linkers),
		fdw_cmocka_test(what_is_no_plain_function_is_left_to_the_linker),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}

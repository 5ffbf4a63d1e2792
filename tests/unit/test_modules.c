/* model/modules: the object files that stacks run through, loaded and unloaded. */
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

#include "base/objects.h"
#include "model/modules.h"

/* A library that nothing here is linked with, so that dlclose unloads it. */
#define LIBRARY "libutil.so.1"

static struct ledger ledger;

static int setup(void **state)
{
	(void)state;
	return ledger_start(&ledger, -1);
}

static int teardown(void **state)
{
	(void)state;
	return munmap(ledger.arena.base, ledger.arena.reserved_bytes);
}

static const struct ledger_module *newest(void)
{
	return ledger_at(&ledger, ledger.header->modules);
}

static unsigned int listed(void)
{
	const struct ledger_module *module;
	unsigned int n = 0;

	for (uint32_t at = ledger.header->modules; at; at = module->next) {
		module = ledger_at(&ledger, at);
		n++;
	}
	return n;
}

static uintptr_t here(void)
{
	return (uintptr_t)setup;
}

static void expect_file(const struct ledger_module *module)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%.*s", (int)module->path_bytes, module->path);
	assert_int_equal(path[0], '/');
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(module->dev, st.st_dev);
	assert_int_equal(module->inode, st.st_ino);
}

static void the_program_is_named_by_its_file(void **state)
{
	const uintptr_t pcs[] = { here(), here() + 1 };
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe));
	struct object object;

	(void)state;
	assert_true(n > 0);
	ledger.header->exe = ledger_keep(&ledger, exe, (size_t)n);
	ledger.header->exe_bytes = (uint32_t)n;
	modules_note(&ledger, pcs, 2);
	assert_int_equal(listed(), 1);
	assert_int_equal(newest()->path_bytes, n);
	assert_memory_equal(newest()->path, exe, (size_t)n);
	assert_true(object_find(here(), &object));
	assert_int_equal(newest()->start, object.start);
	assert_int_equal(newest()->end, object.end);
	assert_int_equal(newest()->bias, object.bias);
	assert_int_equal(newest()->epoch, 0);
	expect_file(newest());
}

/* Without /proc the program's file is not known. */
static void the_program_may_be_without_a_name(void **state)
{
	const uintptr_t pc = here();

	(void)state;
	modules_note(&ledger, &pc, 1);
	assert_int_equal(listed(), 1);
	assert_int_equal(newest()->path_bytes, 0);
	assert_int_equal(newest()->inode, 0);
}

static void each_is_listed_once_the_newest_first(void **state)
{
	const uintptr_t pcs[] = { here(), (uintptr_t)dlsym(RTLD_DEFAULT, "getenv"), here() };

	(void)state;
	modules_note(&ledger, pcs, 3);
	modules_note(&ledger, pcs, 3);
	assert_int_equal(listed(), 2);
	assert_true(pcs[1] >= newest()->start && pcs[1] < newest()->end);
	expect_file(newest());
}

static void an_address_without_a_module_is_passed_over(void **state)
{
	const uintptr_t pcs[] = { 0, (uintptr_t)&ledger.arena.base[64], UINTPTR_MAX };

	(void)state;
	modules_note(&ledger, pcs, 3);
	assert_int_equal(listed(), 0);
}

static void a_build_id_is_kept(void **state)
{
	const uintptr_t pc = (uintptr_t)dlsym(RTLD_DEFAULT, "getenv");
	uint8_t id[OBJECT_BUILD_ID_MAX];
	struct object object;
	size_t n;

	(void)state;
	assert_true(object_find(pc, &object));
	n = object_build_id(&object, id);
	modules_note(&ledger, &pc, 1);
	assert_int_equal(newest()->build_id_bytes, n);
	assert_memory_equal(newest()->build_id, id, n);
}

static void what_is_loaded_still_is_listed_once_after_a_dlclose(void **state)
{
	const uintptr_t pcs[] = { here(), (uintptr_t)dlsym(RTLD_DEFAULT, "getenv") };

	(void)state;
	modules_note(&ledger, pcs, 2);
	modules_changed(&ledger);
	assert_int_equal(ledger.header->epoch, 1);
	modules_note(&ledger, pcs, 2);
	assert_int_equal(listed(), 2);
}

/*
 * Another file where a module was: simulated by a record that claims the
 * address with another build id, as it is left behind by dlclose.
 */
static void a_module_that_took_anothers_place_is_listed_anew(void **state)
{
	const uintptr_t pc = (uintptr_t)dlsym(RTLD_DEFAULT, "getenv");
	struct ledger_module *before;

	(void)state;
	modules_note(&ledger, &pc, 1);
	before = ledger_at(&ledger, ledger.header->modules);
	assert_true(before->build_id_bytes > 0);
	before->build_id[0] ^= 1;
	/* Nothing was unloaded: it is believed. */
	modules_note(&ledger, &pc, 1);
	assert_int_equal(listed(), 1);
	modules_changed(&ledger);
	modules_note(&ledger, &pc, 1);
	assert_int_equal(listed(), 2);
	assert_int_equal(newest()->epoch, 1);
	assert_int_equal(newest()->start, before->start);
	assert_int_equal(newest()->build_id[0], before->build_id[0] ^ 1);
	modules_note(&ledger, &pc, 1);
	assert_int_equal(listed(), 2);
}

static void a_library_comes_and_goes(void **state)
{
	uintptr_t pcs[2] = { here(), 0 };
	const struct ledger_module *module;
	struct link_map *map;
	struct object object;
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	(void)state;
	assert_non_null(handle);
	assert_int_equal(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
	pcs[1] = (uintptr_t)map->l_ld; /* an address of its own */
	modules_note(&ledger, pcs, 2);
	assert_int_equal(listed(), 2);
	module = newest();
	assert_int_equal(module->path_bytes, strlen(map->l_name));
	assert_memory_equal(module->path, map->l_name, module->path_bytes);
	assert_int_equal(module->bias, map->l_addr);
	expect_file(module);
	assert_int_equal(dlclose(handle), 0);
	modules_changed(&ledger);
	if (object_find(pcs[1], &object))
		skip(); /* somebody else holds it: nothing was unloaded */
	/* The record stays for the stacks that were made before. */
	modules_note(&ledger, pcs, 2);
	assert_int_equal(listed(), 2);
	assert_ptr_equal(newest(), module);
	assert_int_equal(module->epoch, 0);
}

/* A name with a slash is relative to where the program was (dlopen("./x.so")). */
static void a_relative_name_becomes_absolute(void **state)
{
	char from[PATH_MAX], cwd[PATH_MAX], dir[] = "/tmp/test_modules.XXXXXX";
	char to[sizeof(dir) + 8];
	struct link_map *map;
	uintptr_t pc;
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	(void)state;
	assert_non_null(handle);
	assert_int_equal(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
	(void)snprintf(from, sizeof(from), "%s", map->l_name);
	assert_int_equal(dlclose(handle), 0);
	assert_non_null(getcwd(cwd, sizeof(cwd)));
	assert_non_null(mkdtemp(dir));
	(void)snprintf(to, sizeof(to), "%s/x.so", dir);
	assert_int_equal(symlink(from, to), 0);
	assert_int_equal(chdir(dir), 0);
	handle = dlopen("./x.so", RTLD_NOW | RTLD_LOCAL);
	assert_non_null(handle);
	assert_int_equal(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
	pc = (uintptr_t)map->l_ld;
	modules_note(&ledger, &pc, 1);
	assert_int_equal(chdir(cwd), 0);
	assert_int_equal(unlink(to), 0);
	assert_int_equal(rmdir(dir), 0);
	(void)snprintf(to, sizeof(to), "%s/./x.so", dir);
	assert_int_equal(newest()->path_bytes, strlen(to));
	assert_memory_equal(newest()->path, to, strlen(to));
	assert_int_not_equal(newest()->inode, 0);
	assert_int_equal(dlclose(handle), 0);
}

static void a_full_ledger_lists_no_more(void **state)
{
	const uintptr_t pc = here();

	(void)state;
	ledger.arena.reserved_bytes = ledger.arena.mapped_bytes;
	while (ledger_take(&ledger, 8))
		;
	ledger.header->lost[LOST_MEMORY] = 0;
	modules_note(&ledger, &pc, 1);
	assert_int_equal(listed(), 0);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_program_is_named_by_its_file),
		TEST(the_program_may_be_without_a_name),
		TEST(each_is_listed_once_the_newest_first),
		TEST(an_address_without_a_module_is_passed_over),
		TEST(a_build_id_is_kept),
		TEST(what_is_loaded_still_is_listed_once_after_a_dlclose),
		TEST(a_module_that_took_anothers_place_is_listed_anew),
		TEST(a_library_comes_and_goes),
		TEST(a_relative_name_becomes_absolute),
		TEST(a_full_ledger_lists_no_more),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}

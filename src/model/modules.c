/* The list of modules. */
#include "model/modules.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/objects.h"
#include "base/sys.h"

#define PATH_BYTES 4096

static struct ledger_module *module_at(const struct ledger *ledger, uint64_t pc)
{
	uint32_t at = load_acquire(&ledger->header->modules);
	struct ledger_module *module;

	for (; at; at = module->next) {
		module = ledger_at(ledger, at);
		if (pc >= module->start && pc < module->end)
			return module;
	}
	return NULL;
}

static bool is_relative(const char *name)
{
	return name[0] != '/' && strchr(name, '/');
}

static size_t name_bytes(const struct ledger *ledger, const struct object *object)
{
	size_t length = strlen(object->name);

	if (!length && ledger->header->exe)
		return ledger->header->exe_bytes;
	return length < PATH_BYTES ? length : PATH_BYTES - 1;
}

/* Writes the object's path, made absolute, its name being `length` long; returns its length. */
static size_t absolute(const struct ledger *ledger, const struct object *object, size_t length,
		       char *path)
{
	const char *name = object->name;
	long cwd = 0;

	if (!name[0] && ledger->header->exe)
		name = ledger_at(ledger, ledger->header->exe);
	if (is_relative(name) && !ledger->sandboxed) {
		cwd = sys_call3(SYS_getcwd, path, PATH_BYTES - length - 1, 0);
		if (cwd <= 0)
			cwd = 1;
		path[cwd - 1] = '/';
	}
	memcpy(path + cwd, name, length);
	return (size_t)cwd + length;
}

/*
 * The path is written where it is to stay: this may run on the small stack of a
 * signal handler. A relative name (dlopen("./x.so"), rare) takes room for any.
 */
static void note(struct ledger *ledger, const struct object *object)
{
	struct ledger_module *module;
	size_t length = name_bytes(ledger, object);
	size_t room = is_relative(object->name) ? PATH_BYTES : length;
	uint32_t at = ledger_take(ledger, sizeof(*module) + room + 1);
	uint32_t first = load_acquire(&ledger->header->modules);
	struct stat st;

	if (!at)
		return;
	module = ledger_at(ledger, at);
	module->epoch = (uint16_t)load_relaxed(&ledger->header->epoch);
	module->start = object->start;
	module->end = object->end;
	module->bias = object->bias;
	module->build_id_bytes = (uint8_t)object_build_id(object, module->build_id);
	length = absolute(ledger, object, length, module->path);
	module->path[length] = '\0';
	module->path_bytes = (uint16_t)length;
	if (!ledger->sandboxed &&
	    sys_call6(SYS_newfstatat, AT_FDCWD, (long)module->path, (long)&st, 0, 0, 0) == 0) {
		module->dev = st.st_dev;
		module->inode = st.st_ino;
	}
	do
		module->next = first;
	while (!cas_acq_rel(&ledger->header->modules, &first, at));
}

/* True if what was noted before something was unloaded is still there. */
static bool still_there(const struct ledger *ledger, struct ledger_module *module,
			const struct object *now)
{
	uint16_t epoch = (uint16_t)load_relaxed(&ledger->header->epoch);
	uint8_t id[OBJECT_BUILD_ID_MAX];

	if (load_relaxed(&module->epoch) == epoch)
		return true;
	return now->start == module->start && now->end == module->end &&
	       object_build_id(now, id) == module->build_id_bytes &&
	       memcmp(id, module->build_id, module->build_id_bytes) == 0;
}

bool modules_note(struct ledger *ledger, const uintptr_t *pcs, unsigned int count)
{
	uint16_t epoch = (uint16_t)load_relaxed(&ledger->header->epoch);
	struct ledger_module *module;
	struct object object;
	bool looked = false;

	for (unsigned int i = 0; i < count; i++) {
		module = module_at(ledger, pcs[i]);
		if (module && load_relaxed(&module->epoch) == epoch)
			continue;
		if (!object_find(pcs[i], &object))
			continue;
		if (!module || !still_there(ledger, module, &object))
			note(ledger, &object);
		looked = true;
	}
	return looked;
}

void modules_changed(struct ledger *ledger)
{
	(void)add_relaxed(&ledger->header->epoch, 1);
}

/* Names of what the format numbers. */
#include "report/message.h"

enum stack_role report_main_role(unsigned int kind)
{
	return kind == KIND_LEAK || kind == KIND_EXHAUSTED || kind == KIND_EXEC_LEAK ? ROLE_OPENED
										     : ROLE_AT;
}

const char *role_name(enum stack_role role)
{
	static const char *const names[] = { "at", "closed", "opened", "reopened", "owned" };

	static_assert(array_size(names) == ROLES, "a name for each");
	return (unsigned int)role < ROLES ? names[role] : "at";
}

const char *blind_name(unsigned int blind_class)
{
	static const char *const names[] = {
#define BLIND(id, name, words) name,
#include "model/blinds.def"
#undef BLIND
	};

	return blind_class < BLIND_CLASSES ? names[blind_class] : "raw";
}

const char *blind_words(unsigned int blind_class)
{
	static const char *const texts[] = {
#define BLIND(id, name, words) words,
#include "model/blinds.def"
#undef BLIND
	};

	return blind_class < BLIND_CLASSES ? texts[blind_class] : "came to be in an unknown way";
}

const char *object_name(unsigned int object_type)
{
	static const char *const names[] = {
		[OBJECT_OTHER] = "other",
		[OBJECT_FILE] = "file",
		[OBJECT_DIRECTORY] = "directory",
		[OBJECT_DEVICE] = "device",
		[OBJECT_TTY] = "tty",
		[OBJECT_SOCKET] = "socket",
		[OBJECT_PIPE] = "pipe",
		[OBJECT_EPOLL] = "epoll",
		[OBJECT_EVENTFD] = "eventfd",
		[OBJECT_TIMERFD] = "timerfd",
		[OBJECT_SIGNALFD] = "signalfd",
		[OBJECT_INOTIFY] = "inotify",
		[OBJECT_FANOTIFY] = "fanotify",
		[OBJECT_MEMFD] = "memfd",
		[OBJECT_PIDFD] = "pidfd",
		[OBJECT_MQUEUE] = "mqueue",
		[OBJECT_IO_URING] = "io_uring",
	};

	static_assert(array_size(names) == OBJECT_TYPES, "a name for each");
	return object_type < OBJECT_TYPES ? names[object_type] : "other";
}

const char *owner_name(uint64_t tag)
{
	static const struct {
		unsigned int number;
		const char *name;
	} owners[] = {
#define OWNER(id, name, number) { number, name },
#include "model/owners.def"
#undef OWNER
	};

	if (tag == 0)
		return NULL;
	for (size_t i = 0; i < array_size(owners); i++)
		if (owners[i].number == tag >> OWNER_TYPE_SHIFT)
			return owners[i].name;
	return "object";
}

const struct report_stack *report_stack_of(const struct report_finding *finding,
					   enum stack_role role)
{
	for (unsigned int i = 0; i < finding->stack_count; i++)
		if (finding->stacks[i].role == role)
			return &finding->stacks[i];
	return NULL;
}

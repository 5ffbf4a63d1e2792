/* Descriptors and stacks as text, without the command: for debuggers. */
#include <dlfcn.h>
#include <string.h>

#include "api/api.h"
#include "api/print.h"
#include "base/sys.h"

static void add_frame(struct str *line, unsigned int number, uintptr_t pc)
{
	Dl_info info;

	str_add(line, "    #");
	str_add_u64(line, number);
	str_add(line, " 0x");
	str_add_hex(line, pc, 0);
	if (!dladdr((const void *)(pc - 1), &info))
		return;
	if (info.dli_sname) {
		str_add_char(line, ' ');
		str_add(line, info.dli_sname);
		str_add(line, "+0x");
		str_add_hex(line, pc - (uintptr_t)info.dli_saddr, 0);
	}
	str_add(line, " (");
	str_add(line, info.dli_fname);
	str_add(line, "+0x");
	str_add_hex(line, pc - (uintptr_t)info.dli_fbase, 0);
	str_add_char(line, ')');
}

void print_line(int to, struct str *line)
{
	str_add_char(line, '\n');
	(void)sys_write(to, line->at, line->used);
	str_clear(line);
}

void print_frames(int to, struct str *line, const struct fdw_stack *stack)
{
	for (unsigned int i = 0; i < stack->depth; i++) {
		add_frame(line, i, (uintptr_t)stack->pcs[i]);
		print_line(to, line);
	}
}

static void print_stack(int to, struct str *line, const struct fdw_stack *stack, uint64_t now)
{
	if (!stack->role)
		return;
	str_add(line, "  ");
	str_add(line, stack->role);
	if (stack->call) {
		str_add(line, " by ");
		str_add(line, stack->call);
		str_add(line, "()");
	}
	if (stack->tid) {
		str_add(line, ", in thread ");
		str_add_i64(line, stack->tid);
	}
	if (stack->time_ns && now >= stack->time_ns) {
		str_add(line, ", ");
		str_add_duration(line, now - stack->time_ns);
		str_add(line, " ago");
	}
	str_add_char(line, ':');
	print_line(to, line);
	print_frames(to, line, stack);
}

static void add_head(struct str *line, const struct fdw_info *info)
{
	str_add(line, "fdwarden: descriptor ");
	str_add_i64(line, info->fd);
	str_add(line, info->flags & FDW_OPEN ? ": open, " : ": closed, ");
	str_add(line, info->object);
	if (info->path_bytes) {
		str_add_char(line, ' ');
		str_add_printable(line, info->path, info->path_bytes);
	}
	str_add(line, ", generation ");
	str_add_u64(line, info->generation);
	if (info->flags & FDW_INHERITED)
		str_add(line, ", inherited");
	if (info->flags & FDW_IGNORED)
		str_add(line, ", ignored");
	if (info->owner) {
		str_add(line, ", owned by ");
		str_add(line, info->owner);
		str_add(line, " 0x");
		str_add_hex(line, info->owner_tag & OWNER_VALUE_MASK, 0);
	}
}

int fdw_print_to(int fd, int to)
{
	uint64_t now = sys_now_coarse_ns();
	struct fdw_info info;
	char buf[1024];
	struct str line;

	if (!fdw_describe(fd, &info, sizeof(info)))
		return 0;
	str_init(&line, buf, sizeof(buf));
	add_head(&line, &info);
	print_line(to, &line);
	print_stack(to, &line, &info.closed, now);
	print_stack(to, &line, &info.owned, now);
	print_stack(to, &line, &info.opened, now);
	return 1;
}

int fdw_print(int fd)
{
	return fdw_print_to(fd, 2);
}

/*
 * `exec-leak`: another program is started with a descriptor that nobody meant
 * to hand on. It was meant if FD_CLOEXEC was taken off on purpose, if a forked
 * child put it at a chosen number, or if the number stands in the arguments or
 * in the environment (/dev/fd/63, --jobserver-auth=6,7, LISTEN_FDS).
 */
#include <fcntl.h>
#include <string.h>

#include "base/str.h"
#include "base/sys.h"
#include "runtime/lifecycle.h"
#include "runtime/runtime.h"

#define LISTEN_FDS "LISTEN_FDS="
#define LISTEN_FIRST 3	/* sd_listen_fds(3) */

/*
 * The number stands in the text as one that is handed on: after the start, a
 * blank or one of "=,:/", and before the end, a blank or one of ",:;". So the 3
 * of python3, 3.11 or v-3 is none.
 */
static bool names(const char *text, const char *number, size_t digits)
{
	for (const char *at = text; (at = strstr(at, number)) != NULL; at++) {
		bool begins = at == text || strchr(" \t\n=,:/", at[-1]);

		/* strchr finds the NUL at a text's end, too. */
		if (begins && strchr(" \t\n,:;", at[digits]))
			return true;
	}
	return false;
}

static bool named_in(char *const strings[], const char *number, size_t digits)
{
	for (; strings && *strings; strings++) {
		/* How deep shells are nested is a small number in every program. */
		if (strncmp(*strings, "SHLVL=", 6) != 0 && names(*strings, number, digits))
			return true;
	}
	return false;
}

static bool listens(char *const envp[], int fd)
{
	uint64_t count;

	for (; envp && *envp; envp++) {
		const char *value = *envp + strlen(LISTEN_FDS);

		if (strncmp(*envp, LISTEN_FDS, strlen(LISTEN_FDS)) == 0 &&
		    str_to_u64(value, strlen(value), 1 << 20, &count) == 0)
			return fd >= LISTEN_FIRST && (uint64_t)fd < LISTEN_FIRST + count;
	}
	return false;
}

static bool meant(int fd, unsigned int flags, char *const argv[], char *const envp[])
{
	char text[16];
	struct str number;

	if (flags & SLOT_CLOEXEC_CLEARED || (runtime.forked && flags & SLOT_PLACED))
		return true;
	str_init(&number, text, sizeof(text));
	str_add_i64(&number, fd);
	return listens(envp, fd) || named_in(argv, text, number.used) ||
	       named_in(envp, text, number.used);
}

/* Opened by this program, if not by this very process. */
static bool opened_by_program(const struct ledger_slot *slot, uint64_t word)
{
	return word_state(word) == SLOT_OPEN && slot->open_stack != 0 &&
	       !(word_flags(word) & SLOT_IGNORED);
}

void process_exec_leaks(const struct call *call, char *const argv[], char *const envp[])
{
	struct ledger_event events[ROLES] = { { 0 } };
	struct ledger_slot *slot;
	uint64_t word;
	int fd = 2;

	if (!runtime_checks(KIND_EXEC_LEAK) || !runtime_enter() || runtime.sandboxed)
		return;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		word = load_acquire(&slot->word);
		if (!opened_by_program(slot, word) || sys_fcntl(fd, F_GETFD, 0) != 0 ||
		    meant(fd, word_flags(word), argv, envp))
			continue;
		if (!events[ROLE_AT].present)
			events[ROLE_AT] = capture_event(call);
		events[ROLE_OPENED] = event_opened(slot);
		(void)finding_make(KIND_EXEC_LEAK, fd, slot, word, events);
	}
}

/*
 * The environment that makes the library follow: LD_PRELOAD and
 * FDWARDEN_OPTIONS. A program may start others with an environment of its own;
 * what is missing there is added, as strace -f would follow, too.
 */
#include <limits.h>
#include <string.h>

#include "base/str.h"
#include "runtime/lifecycle.h"
#include "runtime/runtime.h"

#define PRELOAD "LD_PRELOAD="
#define OPTIONS "FDWARDEN_OPTIONS="

static const char *preload = "";	/* "LD_PRELOAD=…", ours alone; "" if linked in */
static const char *options = "";	/* "FDWARDEN_OPTIONS=…" */

/* Where both are kept, on one page if they are short. */
static char kept[6 * PATH_MAX] large_bss;
static size_t kept_bytes;

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* The first `bytes` of `from`, behind `name`. */
static void keep(const char **to, const char *name, const char *from, size_t bytes)
{
	size_t front = strlen(name);
	char *at = kept + kept_bytes;

	if (front + bytes >= sizeof(kept) - kept_bytes)
		return;
	memcpy(at, name, front);
	memcpy(at + front, from, bytes);
	at[front + bytes] = '\0';
	kept_bytes += front + bytes + 1;
	*to = at;
}

/*
 * Our entry in a list as the loader separates it: by colons or spaces. Others
 * may stand before it (the runtime of AddressSanitizer insists). NULL: not there.
 */
static const char *own_entry(const char *list, size_t *bytes)
{
	for (;; list++) {
		const char *name = list;

		*bytes = strcspn(list, ": ");
		for (size_t i = 0; i < *bytes; i++)
			name = list[i] == '/' ? list + i + 1 : name;
		if (starts(name, "libfdwarden"))
			return list;
		list += *bytes;
		if (!*list)
			return NULL;
	}
}

/* LD_PRELOAD with our own entry alone: what else is in it is the user's, and a
 * program that takes it out has its reasons. */
static void keep_preload(const char *list)
{
	size_t bytes;
	const char *own = own_entry(list, &bytes);

	if (own)
		keep(&preload, PRELOAD, own, bytes);
}

/*
 * ThreadSanitizer's runtime was put before us for this program alone; those
 * that it starts are not built for it.
 */
static void without_thread_sanitizer(char *list)
{
	while (starts(list, "libtsan.so")) {
		char *rest = list + strcspn(list, ": ");

		rest += strspn(rest, ": ");
		memmove(list, rest, strlen(rest) + 1);
	}
}

void env_note(char **envp)
{
	for (; envp && *envp; envp++) {
		if (starts(*envp, PRELOAD)) {
			without_thread_sanitizer(*envp + strlen(PRELOAD));
			keep_preload(*envp + strlen(PRELOAD));
		}
		else if (starts(*envp, OPTIONS))
			keep(&options, "", *envp, strlen(*envp));
	}
}

static const char *value_in(char *const envp[], const char *name)
{
	for (; envp && *envp; envp++) {
		if (starts(*envp, name))
			return *envp + strlen(name);
	}
	return NULL;
}

static bool follows(void)
{
	return load_acquire(&runtime.state) == RUNTIME_LIVE && runtime.options.follow && preload[0];
}

/* What is missing in this environment: ours in LD_PRELOAD, our options. */
static bool lacks_preload(char *const envp[])
{
	const char *list = value_in(envp, PRELOAD);

	return !list || !strstr(list, preload + strlen(PRELOAD));
}

static bool lacks_options(char *const envp[])
{
	return options[0] && !value_in(envp, OPTIONS);
}

size_t process_env_bytes(char *const envp[])
{
	const char *list = value_in(envp, PRELOAD);
	size_t n = 3;

	if (!follows() || (!lacks_preload(envp) && !lacks_options(envp)))
		return 0;
	for (char *const *e = envp; e && *e; e++)
		n++;
	return n * sizeof(char *) + strlen(preload) + (list ? strlen(list) : 0) + 2;
}

char *const *process_env(char *const envp[], void *room)
{
	const char *list = value_in(envp, PRELOAD);
	bool without = lacks_preload(envp);
	char **to = room;
	char *text;

	for (char *const *e = envp; e && *e; e++) {
		if (!without || !starts(*e, PRELOAD))
			*to++ = *e;
	}
	text = (char *)(to + 3);
	if (without) {
		*to++ = text;
		memcpy(text, preload, strlen(preload) + 1);
		if (list && *list) {
			strcat(text, ":");
			strcat(text, list);
		}
	}
	if (lacks_options(envp))
		*to++ = (char *)options;
	*to = NULL;
	return room;
}

/* Takes our entry out of a list in place; what stood behind it moves up. False: nothing is left. */
static bool without_own(char *list)
{
	size_t bytes;
	char *own = (char *)own_entry(list, &bytes);

	if (own) {
		char *rest = own + bytes + strspn(own + bytes, ": ");

		memmove(own, rest, strlen(rest) + 1);
	}
	return *list;
}

void process_env_clear(char **envp)
{
	char **to = envp;

	for (char **from = envp; from && *from; from++) {
		if (starts(*from, OPTIONS))
			continue;
		if (starts(*from, PRELOAD) && !without_own(*from + strlen(PRELOAD)))
			continue;
		*to++ = *from;
	}
	if (to)
		*to = NULL;
}

/* Whether this process is still the one that it was. */
#include "runtime/alive.h"

#include <sys/mman.h>

#include "base/sys.h"
#include "runtime/runtime.h"

#define PAGE_BYTES 4096

static bool has_word(void)
{
	return runtime.alive != &runtime.alive_always;
}

void alive_start(void)
{
	uint32_t *page;

	runtime.alive_always = ALIVE_ALWAYS;
	runtime.alive = &runtime.alive_always;
	page = sys_mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sys_is_error(page))
		return;
	if (sys_call3(SYS_madvise, page, PAGE_BYTES, MADV_WIPEONFORK) < 0) {
		(void)sys_munmap(page, PAGE_BYTES);
		return;
	}
	*page = 1;
	store_release(&runtime.alive, page);
}

void alive_rest(void)
{
	const uint32_t *page = runtime.alive;

	if (!has_word())
		return;
	runtime.alive = &runtime.alive_always;
	(void)sys_munmap((void *)page, PAGE_BYTES);
}

void alive_again(void)
{
	if (!has_word())
		alive_start();
}

void alive_ask(bool yes)
{
	if (has_word())
		store_release((uint32_t *)runtime.alive, yes ? 0 : 1);
}

hot bool alive_is_news(void)
{
	uint32_t was = 0;

	if (!has_word())
		return sys_getpid() != runtime.pid;
	/* The page is to be written to anyway: to read it first would fault twice. */
	return cas_acq_rel((uint32_t *)runtime.alive, &was, 0) || was != 1;
}

hot void alive_after_fork(void)
{
	if (*runtime.alive == 0)
		*(uint32_t *)runtime.alive = 1;
}

void alive_look(void)
{
	if (runtime.unread && !runtime.sandboxed && sys_getpid() != runtime.pid)
		runtime_fork_unseen();
}

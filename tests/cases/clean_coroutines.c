/*
 * Coroutines on stacks of their own open and close.
 */
#include "case.h"

#include <ucontext.h>

static ucontext_t main_context, contexts[2];
static char stacks[2][32768];

static void coroutine(void)
{
	for (int i = 0; i < 3; i++) {
		int fd = open("/dev/null", O_RDONLY);

		CHECK(fd >= 0);
		swapcontext(&contexts[1], &main_context);
		CHECK(close(fd) == 0);
	}
}

int main(void)
{
	CHECK(getcontext(&contexts[1]) == 0);
	contexts[1].uc_stack.ss_sp = stacks[1];
	contexts[1].uc_stack.ss_size = sizeof(stacks[1]);
	contexts[1].uc_link = &main_context;
	makecontext(&contexts[1], coroutine, 0);
	for (int i = 0; i < 4; i++)
		CHECK(swapcontext(&main_context, &contexts[1]) == 0);
	return 0;
}

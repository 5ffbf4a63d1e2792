/*
 * The process dies of a stack overflow: no handler could have run.
 *
 * expect: leak object=device opened=open@main:OPENED
 * native: signal SIGSEGV
 * cflags: -Wno-infinite-recursion -fno-optimize-sibling-calls
 */
#include "case.h"

#include <sys/resource.h>

static volatile int depth;

static __attribute__((noinline)) int fall(volatile char *above)
{
	volatile char room[4096];

	room[0] = above[0];
	depth++;
	return fall(room) + room[0];
}

int main(void)
{
	struct rlimit none = { 0, 0 };
	volatile char top = 0;

	CHECK(setrlimit(RLIMIT_CORE, &none) == 0);
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return fall(&top);
}

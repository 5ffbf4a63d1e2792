/*
 * The process dies of an invalid access.
 *
 * expect: leak object=device opened=open@main:OPENED
 * native: signal SIGSEGV
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit none = { 0, 0 };
	volatile int *volatile nowhere = NULL;

	CHECK(setrlimit(RLIMIT_CORE, &none) == 0);
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	*nowhere = 1;
	return 0;
}

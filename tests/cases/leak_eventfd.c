/*
 * An eventfd is never closed.
 *
 * expect: leak object=eventfd opened=eventfd@main:OPENED
 */
#include "case.h"

#include <sys/eventfd.h>

int main(void)
{
	CHECK(eventfd(0, EFD_CLOEXEC) >= 0); /* OPENED */
	return 0;
}

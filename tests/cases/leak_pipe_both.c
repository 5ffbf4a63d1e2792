/*
 * Both ends of a pipe are forgotten: two descriptors from one place.
 *
 * expect: leak object=pipe count=2 fds=2 opened=pipe2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int ends[2];

	CHECK(pipe2(ends, O_CLOEXEC) == 0); /* OPENED */
	return 0;
}

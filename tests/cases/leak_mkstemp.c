/*
 * A temporary file is unlinked, and its descriptor forgotten.
 *
 * expect: leak object=file opened=mkstemp@main:OPENED
 */
#include "case.h"

int main(void)
{
	char name[] = "save.XXXXXX";

	CHECK(mkstemp(name) >= 0); /* OPENED */
	CHECK(unlink(name) == 0);
	return 0;
}

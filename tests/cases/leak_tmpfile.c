/*
 * A stream from tmpfile is never closed.
 *
 * expect: leak object=file owner=FILE opened=tmpfile@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(tmpfile()); /* OPENED */
	return 0;
}

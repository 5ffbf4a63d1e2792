/*
 * mkstemp's relatives make descriptors as well.
 *
 * expect: leak object=file opened=mkostemp@main:MKOSTEMP
 * expect: leak object=file opened=mkstemps@main:MKSTEMPS
 * expect: leak object=file opened=mkostemps@main:MKOSTEMPS
 */
#include "case.h"

int main(void)
{
	char plain[] = "a.XXXXXX", suffixed[] = "b.XXXXXX.txt", both[] = "c.XXXXXX.txt";

	CHECK(mkostemp(plain, O_CLOEXEC) >= 0); /* MKOSTEMP */
	CHECK(mkstemps(suffixed, 4) >= 0); /* MKSTEMPS */
	CHECK(mkostemps(both, 4, O_CLOEXEC) >= 0); /* MKOSTEMPS */
	return 0;
}

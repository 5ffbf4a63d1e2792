/*
 * With 64-bit file offsets asked for, open is another symbol on some machines.
 *
 * expect: leak object=file path=large opened=*main:OPENED
 * cflags: -D_FILE_OFFSET_BITS=64 -D_LARGEFILE64_SOURCE
 */
#include "case.h"

int main(void)
{
	CHECK(open64("large", O_RDWR | O_CREAT, 0600) >= 0); /* OPENED */
	return 0;
}

/*
 * The path in the report is absolute, though the file was opened by a relative
 * name and the program has gone to another directory since.
 *
 * expect: leak object=file path=work/inner opened=open@main:OPENED
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	CHECK(mkdir("work", 0700) == 0 && chdir("work") == 0);
	CHECK(open("inner", O_RDWR | O_CREAT, 0600) >= 0); /* OPENED */
	CHECK(chdir("/") == 0);
	return 0;
}

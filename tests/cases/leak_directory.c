/*
 * A directory opened with open stays open.
 *
 * expect: leak object=directory path=/usr opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(open("/usr", O_RDONLY | O_DIRECTORY) >= 0); /* OPENED */
	return 0;
}

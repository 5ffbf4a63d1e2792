/*
 * One place leaks some hundreds of descriptors: one finding.
 *
 * expect: leak count=400 object=device opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 400; i++)
		CHECK(open("/dev/zero", O_RDONLY) >= 0); /* OPENED */
	return 0;
}

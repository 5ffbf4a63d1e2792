/*
 * The program closes its standard streams, as gnulib's do: the report comes.
 *
 * expect: leak object=device opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	fclose(stdin);
	fclose(stdout);
	fclose(stderr);
	return 0;
}

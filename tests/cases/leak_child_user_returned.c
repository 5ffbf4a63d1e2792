/*
 * A worker forked after the daemon was another user now and then leaks: found as before.
 *
 * expect: leak in=child object=device opened=open@work:OPENED
 */
#include "case.h"

static void work(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	if (geteuid() != 0)
		return STATUS_SKIPPED;
	for (int i = 0; i < 3; i++)
		CHECK(seteuid(65534) == 0 && seteuid(0) == 0);
	in_child(work);
	return 0;
}

/*
 * A worker forked after the daemon became another user leaks: found as before.
 *
 * expect: leak count=2 in=child object=device opened=open@work:OPENED
 */
#include "case.h"

#include <grp.h>

static void work(void)
{
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	if (geteuid() != 0)
		return STATUS_SKIPPED;
	CHECK(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0);
	in_child(work);
	return 0;
}

/*
 * One place leaks a descriptor with each of three requests.
 *
 * expect: leak count=3 fds=3 object=device path=/dev/null
 *     opened=open@serve:OPENED<main:CALLED
 */
#include "case.h"

static void serve(int request)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(write(fd, &request, sizeof(request)) == sizeof(request));
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		serve(i); /* CALLED */
	return 0;
}

/*
 * What libc opens and closes for itself while it looks things up.
 *
 * static: it crashes by itself there, in the modules that libc loads for it
 */
#include "case.h"

#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <sys/socket.h>

int main(void)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;

	CHECK(getpwnam("root") && getpwuid(0) && getgrgid(0));
	CHECK(getpwnam("root") && !getpwnam("no such user"));
	CHECK(getservbyname("ssh", "tcp") || 1);
	CHECK(getaddrinfo("127.0.0.1", "80", &hints, &found) == 0);
	freeaddrinfo(found);
	if (getaddrinfo("localhost", NULL, &hints, &found) == 0)
		freeaddrinfo(found);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

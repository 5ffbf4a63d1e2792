/*
 * A function that is a member of its own in libfdwarden.a, since libc's brings getaddrinfo
 * along. Status 77: not allowed here.
 */
#define _GNU_SOURCE
#include <netdb.h>

int main(void)
{
	int port = 1023;

	return rresvport(&port) < 0 ? 77 : 0;
}

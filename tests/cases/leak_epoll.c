/*
 * Epoll instances are never closed.
 *
 * expect: leak object=epoll opened=epoll_create1@main:CREATE1
 * expect: leak object=epoll opened=epoll_create@main:CREATE
 */
#include "case.h"

#include <sys/epoll.h>

int main(void)
{
	CHECK(epoll_create1(EPOLL_CLOEXEC) >= 0); /* CREATE1 */
	CHECK(epoll_create(8) >= 0); /* CREATE */
	return 0;
}

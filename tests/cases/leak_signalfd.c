/*
 * A signalfd is never closed. (Changing the set of one makes no new one.)
 *
 * expect: leak object=signalfd opened=signalfd@main:OPENED
 */
#include "case.h"

#include <signal.h>
#include <sys/signalfd.h>

int main(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	fd = signalfd(-1, &set, SFD_CLOEXEC); /* OPENED */
	CHECK(fd >= 0);
	sigaddset(&set, SIGUSR2);
	CHECK(signalfd(fd, &set, SFD_CLOEXEC) == fd);
	return 0;
}

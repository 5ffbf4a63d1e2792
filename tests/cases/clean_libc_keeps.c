/*
 * What libc keeps open for itself until it is told otherwise: the user
 * database between two reads, the connection to the log.
 */
#include "case.h"

#include <netdb.h>
#include <pwd.h>
#include <syslog.h>

int main(void)
{
	setpwent();
	CHECK(getpwent());
	sethostent(1);
	openlog("fdwarden-case", LOG_NDELAY, LOG_USER);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

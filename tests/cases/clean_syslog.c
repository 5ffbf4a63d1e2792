/*
 * Messages to the system's log, whether there is one or not.
 */
#include "case.h"

#include <syslog.h>

int main(void)
{
	openlog("fdwarden-case", LOG_PID, LOG_USER);
	syslog(LOG_DEBUG, "a message of fdwarden's tests");
	closelog();
	syslog(LOG_DEBUG, "another");
	return 0;
}

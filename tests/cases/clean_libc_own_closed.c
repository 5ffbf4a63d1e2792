/*
 * The program closes all numbers, libc's among them, and libc goes on: with numbers
 * that others have by now, or nobody. It is libc that finds them closed, and gets by.
 *
 * static: it crashes by itself there, in the modules that libc loads for it
 * ldflags: -pthread -ldl
 */
#include "clean_libc_own.h"

static void by_number(void)
{
	for (int fd = 3; fd < 64; fd++)
		(void)close(fd);
}

int main(void)
{
	for (int round = 0; round < 6; round++) {
		log_something();
		look_up();
		if (round % 2)
			closefrom(3);
		else
			by_number();
		look_up();
		syslog(LOG_DEBUG, "to whom it may concern");
		walk();
		ask_network();
		load();
		if (round % 2)
			by_number();
		else
			closefrom(3);
		forget();
	}
	return 0;
}

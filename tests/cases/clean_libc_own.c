/*
 * All that libc keeps or borrows, twice, and once more after it gave all back; at the
 * end it still has what it has.
 *
 * static: it crashes by itself there, in the modules that libc loads for it
 * ldflags: -pthread -ldl
 */
#include "clean_libc_own.h"

int main(void)
{
	for (int round = 0; round < 3; round++) {
		log_something();
		look_up();
		walk();
		ask_network();
		load();
		look_up();
		syslog(LOG_DEBUG, "another");
		if (round == 1)
			forget();
	}
	return 0;
}

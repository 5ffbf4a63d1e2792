/* What the programs of this suite share. */
#ifndef TESTS_API_H
#define TESTS_API_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fdwarden.h"

#define CHECK(condition) do {                                                    \
	if (!(condition)) {                                                      \
		fprintf(stderr, "%s:%d: not so: %s (errno %d)\n", __FILE__, __LINE__, \
			#condition, errno);                                      \
		_exit(99);                                                       \
	}                                                                        \
} while (0)

static inline int open_null(void)
{
	return open("/dev/null", O_RDONLY);
}

#endif

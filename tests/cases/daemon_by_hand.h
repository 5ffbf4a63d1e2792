/* A daemon by hand: the program ends, and goes on in its child. After case.h. */
#ifndef DAEMON_BY_HAND_H
#define DAEMON_BY_HAND_H

#include <time.h>

static inline long coarse_ns(void)
{
	struct timespec now;

	CHECK(clock_gettime(CLOCK_MONOTONIC_COARSE, &now) == 0);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Until that process is no more, and the clock that ends are noted by has moved on. */
static inline void outlive(pid_t parent)
{
	long ended;

	while (getppid() == parent)
		usleep(1000);
	ended = coarse_ns();
	while (coarse_ns() == ended)
		usleep(1000);
}

#endif

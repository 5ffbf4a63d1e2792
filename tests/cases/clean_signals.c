/*
 * A timer's signal opens and closes in the midst of opens and closes.
 */
#include "case.h"

#include <signal.h>
#include <sys/time.h>

static volatile sig_atomic_t ticks;

static void tick(int number)
{
	int saved = errno, fd = open("/dev/zero", O_RDONLY);

	(void)number;
	CHECK(fd >= 0 && close(fd) == 0);
	ticks++;
	errno = saved;
}

int main(void)
{
	struct itimerval every = { { 0, 200 }, { 0, 200 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = tick, .sa_flags = SA_RESTART };

	CHECK(sigaction(SIGALRM, &action, NULL) == 0);
	CHECK(setitimer(ITIMER_REAL, &every, NULL) == 0);
	while (ticks < 100) {
		int fd = open("/dev/null", O_RDWR);

		CHECK(fd >= 0 && write(fd, "x", 1) == 1);
		CHECK(close(fd) == 0);
	}
	CHECK(setitimer(ITIMER_REAL, &never, NULL) == 0);
	return 0;
}

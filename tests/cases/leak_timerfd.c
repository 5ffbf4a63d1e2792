/*
 * A timerfd is never closed.
 *
 * expect: leak object=timerfd opened=timerfd_create@main:OPENED
 */
#include "case.h"

#include <sys/timerfd.h>
#include <time.h>

int main(void)
{
	CHECK(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC) >= 0); /* OPENED */
	return 0;
}

/*
 * Started with none of the three: pipes and files land on them, one may close
 * and reopen them, and what stands there at the end is no leak.
 *
 * shell: exec "$@" 0<&- 1>&- 2>&-
 */
#include "case.h"

int main(void)
{
	int ends[2];

	if (pipe(ends) != 0 || ends[0] != 0 || ends[1] != 1)
		return 5;
	if (open("/dev/null", O_RDWR) != 2)
		return 6;
	if (close(0) != 0 || open("/dev/null", O_RDWR) != 0)
		return 7;
	return 0;
}

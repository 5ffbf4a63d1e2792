/* close, close_range, closefrom. */
#include <limits.h>

#include "hooks/hooks.h"
#include "runtime/close.h"

/* What a verb answers, as libc would say it. */
static int answer(int r)
{
	return r < 0 ? fail(-r) : 0;
}

/* A library behind us may write its close with syscall(), which comes to raw_close. */
static hot must_inline int close_behind(int fd)
{
	int r;

	thread_self.closing = fd + 1;
	r = REAL(close)(fd);
	thread_self.closing = 0;
	return r;
}

hot int HOOK(close)(int fd)
{
	struct call call = CALL(close);

	return answer(fd_close(&call, fd, close_behind));
}

int HOOK(close_range)(unsigned int first, unsigned int last, int flags)
{
	struct call call = CALL(close_range);

	return answer(fd_close_range(&call, first, last, (unsigned int)flags));
}

void HOOK(closefrom)(int low)
{
	struct call call = CALL(closefrom);

	/* Where the kernel or a filter refuses close_range, libc asks /proc. */
	if (fd_close_range(&call, low > 0 ? (unsigned int)low : 0, UINT_MAX, 0) < 0)
		REAL(closefrom)(low);
}

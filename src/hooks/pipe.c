/* pipe and pipe2. libunwind's own pipe never comes here (unwind/shield.h). */
#include "hooks/hooks.h"

static void opened(const struct call *call, const int fds[2])
{
	fd_opened(call, fds[0], OBJECT_PIPE, NULL, 0);
	fd_opened(call, fds[1], OBJECT_PIPE, NULL, SLOT_WRITABLE | SLOT_SECOND);
}

hot int HOOK(pipe)(int fds[2])
{
	struct call call = CALL(pipe);
	int r;

	do
		r = REAL(pipe)(fds);
	while (r < 0 && fd_exhausted(&call));
	if (r == 0)
		opened(&call, fds);
	return r;
}

int HOOK(__pipe)(int fds[2])
{
	struct call call = CALL(__pipe);
	int r;

	do
		r = REAL(__pipe)(fds);
	while (r < 0 && fd_exhausted(&call));
	if (r == 0)
		opened(&call, fds);
	return r;
}

hot int HOOK(pipe2)(int fds[2], int flags)
{
	struct call call = CALL(pipe2);
	int r;

	do
		r = REAL(pipe2)(fds, flags);
	while (r < 0 && fd_exhausted(&call));
	if (r == 0)
		opened(&call, fds);
	return r;
}

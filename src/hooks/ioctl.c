/*
 * ioctl: a use of its descriptor, and for the requests in ioctls.def also a
 * maker. TIOCGPTPEER among them: what it makes is not that descriptor's copy.
 */
#include <stdarg.h>
#include <string.h>

#include "hooks/families.h"

#define RETURNED (-1)

struct maker {
	int place; /* RETURNED, or the offset in the argument */
	enum object_type type;
};

/* The kernel looks at 32 bits; callers pass an int, extended or not. */
static bool makes(unsigned int request, struct maker *maker)
{
	switch (request) {
#define MAKER(name, number, place, type)                \
	case number:                                    \
		*maker = (struct maker){ place, type }; \
		return true;
#include "hooks/ioctls.def"
#undef MAKER
	default:
		return false;
	}
}

void ioctl_made(const struct call *call, unsigned long request, int result, const void *arg)
{
	struct maker maker;
	int fd = result;

	if (likely(!makes((unsigned int)request, &maker))) {
		fd_audit(call->id, BLIND_IOCTL);
		return;
	}
	if (maker.place != RETURNED)
		memcpy(&fd, (const char *)arg + maker.place, sizeof(fd));
	fd_opened(call, fd, maker.type, NULL, 0);
}

int HOOK(ioctl)(int fd, ioctl_request request, ...)
{
	struct call call = CALL(ioctl);
	va_list args;
	void *arg;
	int r;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	do
		r = REAL(ioctl)(fd, request, arg);
	while (unlikely(r < 0) && fd_exhausted(&call));
	if (unlikely(r < 0))
		fd_failed(&call, fd);
	else
		ioctl_made(&call, (unsigned int)request, r, arg);
	return r;
}

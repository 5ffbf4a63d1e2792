/* Printing to a descriptor: variadic, so vdprintf does the work (see rows_use.def for it). */
#include <stdarg.h>

#include "hooks/users.h"

int HOOK(dprintf)(int fd, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = REAL(vdprintf)(fd, format, args);
	va_end(args);
	if (unlikely(n == -1))
		user_failed(CALL_dprintf, fd, CALLER());
	return n;
}

int HOOK(__dprintf_chk)(int fd, int level, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = REAL(__vdprintf_chk)(fd, level, format, args);
	va_end(args);
	if (unlikely(n == -1))
		user_failed(CALL___dprintf_chk, fd, CALLER());
	return n;
}

/* Pseudo terminals. forkpty is in proc.c. */
#include "hooks/hooks.h"
#include "runtime/closing.h"

int HOOK(posix_openpt)(int flags)
{
	struct call call = CALL(posix_openpt);
	int fd;

	do
		fd = REAL(posix_openpt)(flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_TTY, "/dev/ptmx", SLOT_WRITABLE);
	return fd;
}

int HOOK(getpt)(void)
{
	struct call call = CALL(getpt);
	int fd;

	do
		fd = REAL(getpt)();
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_TTY, "/dev/ptmx", SLOT_WRITABLE);
	return fd;
}

int HOOK(openpty)(int *master, int *slave, char *name, const struct termios *settings,
		  const struct winsize *size)
{
	struct call call = CALL(openpty);
	int r;

	do
		r = REAL(openpty)(master, slave, name, settings, size);
	while (r < 0 && fd_exhausted(&call));
	if (r == 0) {
		fd_opened(&call, *master, OBJECT_TTY, "/dev/ptmx", SLOT_WRITABLE);
		fd_opened(&call, *slave, OBJECT_TTY, name, SLOT_WRITABLE | SLOT_SECOND);
	}
	return r;
}

/*
 * Puts the terminal at 0, 1 and 2 and closes it (login_tty(3)). A child calls
 * it between fork and exec, so nobody is hurt by our hearing of it afterwards.
 */
int HOOK(login_tty)(int fd)
{
	struct call call = CALL(login_tty);
	struct closing closing;
	int r = REAL(login_tty)(fd);

	if (r < 0) {
		fd_failed(&call, fd);
		return r;
	}
	for (int i = 0; i <= 2; i++) {
		if (i != fd)
			fd_replaced(&call, fd, i, true);
	}
	if (fd > 2) {
		fd_closing(&call, &closing, fd, 0);
		fd_closed(&closing);
	}
	return r;
}

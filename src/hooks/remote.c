/* The r-commands: sockets made by functions that speak an old protocol. */
#include "hooks/hooks.h"

static int opened(const struct call *call, int fd)
{
	fd_opened(call, fd, OBJECT_SOCKET, NULL, 0);
	return fd;
}

/* The second connection, for the standard error, if it was asked for. */
static int opened_both(const struct call *call, int fd, const int *second)
{
	if (fd >= 0 && second)
		fd_opened(call, *second, OBJECT_SOCKET, NULL, SLOT_SECOND);
	return opened(call, fd);
}

int HOOK(rresvport)(int *port)
{
	struct call call = CALL(rresvport);
	int fd;

	do
		fd = REAL(rresvport)(port);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd);
}

int HOOK(rresvport_af)(int *port, sa_family_t family)
{
	struct call call = CALL(rresvport_af);
	int fd;

	do
		fd = REAL(rresvport_af)(port, family);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd);
}

int HOOK(rcmd)(char **host, unsigned short port, const char *local, const char *remote,
	       const char *command, int *second)
{
	struct call call = CALL(rcmd);
	int fd = REAL(rcmd)(host, port, local, remote, command, second);

	return opened_both(&call, fd, second);
}

int HOOK(rcmd_af)(char **host, unsigned short port, const char *local, const char *remote,
		  const char *command, int *second, sa_family_t family)
{
	struct call call = CALL(rcmd_af);
	int fd = REAL(rcmd_af)(host, port, local, remote, command, second, family);

	return opened_both(&call, fd, second);
}

int HOOK(rexec)(char **host, int port, const char *user, const char *password, const char *command,
		int *second)
{
	struct call call = CALL(rexec);
	int fd = REAL(rexec)(host, port, user, password, command, second);

	return opened_both(&call, fd, second);
}

int HOOK(rexec_af)(char **host, int port, const char *user, const char *password,
		   const char *command, int *second, sa_family_t family)
{
	struct call call = CALL(rexec_af);
	int fd = REAL(rexec_af)(host, port, user, password, command, second, family);

	return opened_both(&call, fd, second);
}

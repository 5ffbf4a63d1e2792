/* rows_use.def, aio.c, other.c: terminals, message queues, requests, processes. */
#include "row.h"

#include <aio.h>
#include <execinfo.h>
#include <mqueue.h>
#include <sys/wait.h>

static char buf[64];

/* ---- Terminals --------------------------------------------------------- */

static struct termios termios;

USES(isatty) { errno = 0; CHECK(isatty(stale()) == 0 && errno == EBADF); }
USES(ttyname) { errno = 0; CHECK(!ttyname(stale()) && errno == EBADF); }
USES(ttyname_r) { CHECK(ttyname_r(stale(), buf, sizeof(buf)) == EBADF); }
USES(__ttyname_r_chk) { CHECK(__ttyname_r_chk(stale(), buf, sizeof(buf), sizeof(buf)) == EBADF); }
USES(tcgetattr) { CHECK_EBADF(tcgetattr(stale(), &termios)); }
USES(tcsetattr) { CHECK_EBADF(tcsetattr(stale(), TCSANOW, &termios)); }
USES(tcsendbreak) { CHECK_EBADF(tcsendbreak(stale(), 0)); }
USES(tcdrain) { CHECK_EBADF(tcdrain(stale())); }
USES(tcflush) { CHECK_EBADF(tcflush(stale(), TCIFLUSH)); }
USES(tcflow) { CHECK_EBADF(tcflow(stale(), TCOON)); }
USES(tcgetsid) { CHECK_EBADF(tcgetsid(stale())); }
USES(tcgetpgrp) { CHECK_EBADF(tcgetpgrp(stale())); }
USES(tcsetpgrp) { CHECK_EBADF(tcsetpgrp(stale(), getpgrp())); }
USES(ptsname) { errno = 0; CHECK(!ptsname(stale()) && errno == EBADF); }
USES(ptsname_r) { CHECK(ptsname_r(stale(), buf, sizeof(buf)) == EBADF); }
USES(__ptsname_r_chk) { CHECK(__ptsname_r_chk(stale(), buf, sizeof(buf), sizeof(buf)) == EBADF); }
USES(grantpt) { CHECK_EBADF(grantpt(stale())); }
USES(unlockpt) { CHECK_EBADF(unlockpt(stale())); }

QUIET(isatty) { CHECK(isatty(null()) == 0 && errno == ENOTTY); }

/* ---- Message queues ---------------------------------------------------- */

static struct mq_attr attr;
static const struct timespec past;

USES(mq_getattr) { CHECK_EBADF(mq_getattr(stale(), &attr)); }
USES(mq_setattr) { CHECK_EBADF(mq_setattr(stale(), &attr, NULL)); }
USES(mq_notify) { CHECK_EBADF(mq_notify(stale(), NULL)); }
USES(mq_send) { CHECK_EBADF(mq_send(stale(), buf, 1, 0)); }
USES(mq_timedsend) { CHECK_EBADF(mq_timedsend(stale(), buf, 1, 0, &past)); }
USES(mq_receive) { CHECK_EBADF(mq_receive(stale(), buf, 1, NULL)); }
USES(mq_timedreceive) { CHECK_EBADF(mq_timedreceive(stale(), buf, 1, NULL, &past)); }

/* ---- Requests ---------------------------------------------------------- */

static struct aiocb *request(int fd)
{
	static struct aiocb request;

	request = (struct aiocb){
		.aio_fildes = fd, .aio_buf = buf, .aio_nbytes = 1, .aio_lio_opcode = LIO_READ,
		.aio_sigevent = { .sigev_notify = SIGEV_NONE },
	};
	return &request;
}

static struct aiocb64 *request64(int fd)
{
	return (struct aiocb64 *)request(fd);
}

/* The error that a request ends with. */
static int outcome(const struct aiocb *made)
{
	const struct aiocb *const list[] = { made };

	while (aio_error(made) == EINPROGRESS)
		(void)aio_suspend(list, 1, NULL);
	return aio_error(made);
}

static int outcome64(const struct aiocb64 *made)
{
	return outcome((const struct aiocb *)made);
}

/* It is made, and fails later. */
USES(aio_read) { struct aiocb *r = request(stale()); CHECK(aio_read(r) == 0 && outcome(r) == EBADF); }
USES(aio_write) { struct aiocb *r = request(stale()); CHECK(aio_write(r) == 0 && outcome(r) == EBADF); }
USES(aio_read64) { struct aiocb64 *r = request64(stale()); CHECK(aio_read64(r) == 0 && outcome64(r) == EBADF); }
USES(aio_write64) { struct aiocb64 *r = request64(stale()); CHECK(aio_write64(r) == 0 && outcome64(r) == EBADF); }
USES(aio_fsync) { CHECK_EBADF(aio_fsync(O_SYNC, request(stale()))); }
USES(aio_fsync64) { CHECK_EBADF(aio_fsync64(O_SYNC, request64(stale()))); }
USES(aio_cancel) { CHECK_EBADF(aio_cancel(stale(), NULL)); }
USES(aio_cancel64) { CHECK_EBADF(aio_cancel64(stale(), NULL)); }
QUIET(aio_read) { struct aiocb *r = request(null()); CHECK(aio_read(r) == 0 && outcome(r) == 0); }

USES(lio_listio)
{
	struct aiocb *list[] = { NULL, request(stale()) };

	CHECK(lio_listio(LIO_WAIT, list, 2, NULL) == -1 && errno == EIO);
	CHECK(outcome(list[1]) == EBADF);
}

USES(lio_listio64)
{
	struct aiocb64 *list[] = { request64(stale()) };

	CHECK(lio_listio64(LIO_WAIT, list, 1, NULL) == -1 && errno == EIO);
	CHECK(outcome64(list[0]) == EBADF);
}

QUIET(lio_listio)
{
	struct aiocb *list[] = { request(stale()) };

	list[0]->aio_lio_opcode = LIO_NOP;
	CHECK(lio_listio(LIO_WAIT, list, 1, NULL) == 0);
}

/* ---- Processes --------------------------------------------------------- */

USES(waitid) { siginfo_t info; CHECK_EBADF(waitid(P_PIDFD, stale(), &info, WEXITED)); }
USES(setns) { CHECK_EBADF(setns(stale(), 0)); }
USES(pidfd_send_signal) { CHECK_EBADF(pidfd_send_signal(stale(), 0, NULL, 0)); }
USES(process_mrelease) { CHECK_EBADF(process_mrelease(stale(), 0)); }

QUIET(waitid)
{
	siginfo_t info;

	CHECK(waitid(P_PID, stale(), &info, WEXITED) == -1 && errno == ECHILD);
}

USES(process_madvise)
{
	struct iovec iov = { .iov_base = buf, .iov_len = sizeof(buf) };

	CHECK_EBADF(process_madvise(stale(), &iov, 1, MADV_COLD, 0));
}

USES(backtrace_symbols_fd)
{
	void *address = buf;

	backtrace_symbols_fd(&address, 1, stale());
}

/*
 * A number that the program has closed, and that is held back, is freed by a bare
 * system call (to the kernel a second close, harmless here), and a bare open gets
 * it. The ledger says "closed"; the kernel knows better, and is asked before a
 * verdict: what then uses and closes the number is right.
 */
#include "case.h"
#include "raw.h"

#include <poll.h>
#include <sys/select.h>
#include <sys/stat.h>

/* Closed, freed unseen, and again open at the same number, unseen by us, too. */
static int renewed(void)
{
	int fd = open("/dev/null", O_RDWR), other;

	CHECK(fd > 2 && close(fd) == 0);
	(void)raw_close(fd);
	other = (int)syscall(SYS_memfd_create, "renewed", 0);
	CHECK(other >= 0);
	return other;
}

static int renewed_raw(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd > 2 && close(fd) == 0);
	(void)raw_close(fd);
	CHECK(raw_open("/dev/zero") == fd);
	return fd;
}

int main(void)
{
	struct stat st;
	char byte = 1;
	fd_set set;
	int fd;

	fd = renewed();
	CHECK(write(fd, &byte, 1) == 1 && close(fd) == 0);

	fd = renewed_raw();
	CHECK(read(fd, &byte, 1) == 1 && byte == 0);
	CHECK(fstat(fd, &st) == 0 && S_ISCHR(st.st_mode));
	CHECK(fcntl(fd, F_GETFD) == 0);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK(select(fd + 1, &set, NULL, NULL, NULL) == 1);
	CHECK(close(fd) == 0);

	fd = renewed_raw();
	CHECK(dup2(0, fd) == fd && close(fd) == 0);

	fd = renewed_raw();
	CHECK(close(fd) == 0);
	return 0;
}

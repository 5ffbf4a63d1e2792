/*
 * Tags on what bare system calls opened, which nobody saw: at a new number, at one that
 * was closed before, and what fdopen takes when it was given away.
 */
#include "case.h"
#include "raw.h"

#include "fdwarden.h"

static void own(int fd)
{
	int watched = fdw_stats(&(struct fdw_stats){ 0 }, sizeof(struct fdw_stats));

	CHECK(fd >= 0 && fdw_owner_exchange(fd, 0, 1) == 0);
	CHECK(!watched || fdw_owner_get(fd) == 1);
	CHECK(fdw_owner_exchange(fd, 1, 2) == 0);
	CHECK(!watched || fdw_owner_get(fd) == 2);
}

int main(void)
{
	int fd = raw_open("/dev/null");
	FILE *fp;

	own(fd);
	CHECK(fdw_owner_close(fd, 2) == 0);
	/* frees what may be held in the place of closed numbers */
	CHECK(raw(SYS_close_range, 3, 100, 0) == 0);
	fd = raw_open("/dev/null");
	own(fd);
	CHECK(fdw_owner_exchange(fd, 2, 0) == 0);
	fp = fdopen(fd, "r");
	CHECK(fp && fclose(fp) == 0);
	return 0;
}

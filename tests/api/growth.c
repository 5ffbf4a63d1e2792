/* Growth: one place that leaks, one that closes what it opens, one from before. */
#include "api.h"

static struct fdw_growth seen[4];
static int seen_count;

static void see(void *ctx, const struct fdw_growth *growth)
{
	CHECK(ctx == seen && seen_count < 4 && growth->stack.depth > 0);
	seen[seen_count++] = *growth;
}

__attribute__((noinline)) static int leaky(void)
{
	return open("/dev/null", O_RDONLY);
}

/* A child counts what it does itself; what it inherited was its parent's. */
static void in_child(int growth)
{
	int status, fd;
	pid_t pid = fork();

	if (pid == 0) {
		CHECK(fdw_growth_list(growth, NULL, NULL) == 0);
		fd = leaky();
		seen_count = 0;
		CHECK(fdw_growth_list(growth, see, seen) == 1 && seen_count == 1);
		CHECK(seen[0].opened == 1 && seen[0].closed == 0 && seen[0].open == 1);
		CHECK(close(fd) == 0);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

int main(void)
{
	struct fdw_mark mark = fdw_mark(FDW_PROCESS);
	int before = open_null(), growth = fdw_growth_begin(), kept[3], other;

	CHECK(growth >= 0 && fdw_growth_list(growth, NULL, NULL) == 0);
	for (int i = 0; i < 3; i++) {
		kept[i] = leaky();
		CHECK(close(dup(0)) == 0);
	}
	CHECK(close(before) == 0);
	CHECK(fdw_growth_list(growth, see, seen) == 3 && seen_count == 3);
	CHECK(seen[0].opened == 3 && seen[0].closed == 0 && seen[0].open == 3);
	for (int i = 1; i < 3; i++) {
		CHECK(seen[i].open == 0 && seen[i].oldest_ns == 0);
		CHECK(seen[i].closed == (seen[i].opened ? 3u : 1u) &&
		      (seen[i].opened == 3 || seen[i].opened == 0));
	}
	CHECK(seen[1].opened + seen[2].opened == 3);
	in_child(growth);
	/* A second counting begins at nothing; there are no more than four. */
	other = fdw_growth_begin();
	CHECK(other >= 0 && other != growth && fdw_growth_list(other, NULL, NULL) == 0);
	CHECK(fdw_growth_begin() >= 0 && fdw_growth_begin() >= 0 && fdw_growth_begin() == -1);
	for (int i = 0; i < 3; i++)
		CHECK(close(kept[i]) == 0);
	CHECK(fdw_growth_list(other, NULL, NULL) == 1);
	CHECK(fdw_growth_end(growth) == 0 && fdw_growth_end(growth) == -1);
	CHECK(fdw_growth_list(growth, NULL, NULL) == -1 && fdw_growth_list(77, NULL, NULL) == -1);
	CHECK(fdw_growth_begin() == growth && fdw_growth_list(growth, NULL, NULL) == 0);
	CHECK(fdw_since(&mark, NULL, NULL) == 0);
	return 0;
}

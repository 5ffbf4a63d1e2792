/* What is known about a number; handles; figures. */
#include "api.h"

static void describe(void)
{
	struct fdw_info info = { .fd = -1 };
	FILE *fp = fopen("/dev/null", "r");
	int fd = fileno(fp);

	CHECK(fdw_describe(-1, &info, sizeof(info)) == 0 && info.fd == -1);
	CHECK(fdw_describe(900, &info, sizeof(info)) == 0 && info.fd == -1);
	CHECK(fdw_describe(fd, &info, sizeof(info)) == 1);
	CHECK(info.fd == fd && info.flags == (FDW_OPEN | FDW_LEAK) && info.generation == 1);
	CHECK(strcmp(info.path, "/dev/null") == 0 && info.path_bytes == 9);
	CHECK(strcmp(info.owner, "FILE") == 0 && strcmp(info.owned.call, "fopen") == 0);
	CHECK(info.owner_tag == fdw_owner_tag(1, (uintptr_t)fp));
	CHECK(info.opened.tid == getpid() && !info.closed.role);
	CHECK(fclose(fp) == 0);
	CHECK(fdw_describe(fd, &info, sizeof(info)) == 1 && info.flags == 0 && info.handle == 0);
	CHECK(strcmp(info.closed.call, "fclose") == 0);
	CHECK(fdw_describe(0, &info, sizeof(info)) == 1);
	CHECK(info.flags == (FDW_OPEN | FDW_INHERITED | FDW_IGNORED));
	/* A program built with a smaller structure gets no more than it has room for. */
	memset(&info, 0x55, sizeof(info));
	CHECK(fdw_describe(fd, &info, sizeof(int)) == 1 && info.fd == fd && info.flags == 0x55555555);
}

static void handles(void)
{
	int fd = open_null();
	uint64_t handle = fdw_handle(fd);

	CHECK(fdw_handle_valid(handle) && fdw_handle_fd(handle) == fd);
	CHECK(close(fd) == 0 && !fdw_handle_valid(handle));
	CHECK(fdw_handle(fd) == 0 && !fdw_handle_valid(0) && fdw_handle_fd(0) == -1);
	CHECK(dup2(0, fd) == fd && !fdw_handle_valid(handle));
	CHECK(fdw_handle_valid(fdw_handle(fd)) && close(fd) == 0);
}

static void print(void)
{
	char text[1024];
	int out = open(".", O_TMPFILE | O_RDWR, 0600), fd = open_null();

	CHECK(out >= 0 && fdw_print_to(fd, out) == 1 && fdw_print_to(901, out) == 0);
	text[pread(out, text, sizeof(text) - 1, 0)] = '\0';
	CHECK(strstr(text, ": open, file /dev/null, generation "));
	CHECK(strstr(text, "\n  opened by open(), in thread "));
	CHECK(close(fd) == 0 && close(out) == 0);
}

static void figures(void)
{
	struct fdw_stats before, after;
	int fd;

	CHECK(fdw_stats(&before, sizeof(before)) == 1);
	fd = open_null();
	CHECK(fdw_stats(&after, sizeof(after)) == 1);
	CHECK(after.opens == before.opens + 1 && after.open == before.open + 1);
	CHECK(after.inherited >= 3 && after.findings == 0 && after.memory_bytes > 4096);
	CHECK(close(fd) == 0 && fdw_stats(&after, sizeof(after)) == 1);
	CHECK(after.closes == before.closes + 1);
}

int main(void)
{
	describe();
	handles();
	print();
	figures();
	return 0;
}

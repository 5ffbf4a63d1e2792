// Without the library, in C++: everything is a no-op that answers what the header says.
#include <cassert>
#include <cstring>
#include <fcntl.h>

#include "android/fdsan.h"

#define CHECK(condition) do { if (!(condition)) return __LINE__; } while (0)

extern "C" const char *fdw_default_options(void)
{
	return "";
}

int main()
{
	FDW_DISABLED_HERE;
	struct fdw_mark mark = fdw_mark(FDW_THREAD);
	struct fdw_info info;
	struct fdw_stats stats;
	char text[4] = "abc";
	int fd = open("/dev/null", O_RDONLY);

	CHECK(mark.opens == 0 && fdw_since(&mark, nullptr, nullptr) == 0);
	CHECK(fdw_text_since(&mark, text, sizeof(text)) == 0 && text[0] == '\0');
	CHECK(fdw_report_since(&mark, 2) == 0);
	CHECK(fdw_check() == 0 && fdw_count_leaks() == 0 && fdw_flush() == 0);
	CHECK(fdw_describe(fd, &info, sizeof(info)) == 0 && fdw_stats(&stats, sizeof(stats)) == 0);
	CHECK(fdw_print(fd) == 0 && fdw_print_to(fd, 2) == 0);
	CHECK(fdw_handle_valid(fdw_handle(fd)) && fdw_handle_fd(fdw_handle(fd)) == fd);
	CHECK(!fdw_handle_valid(fdw_handle(-1)));
	CHECK(fdw_ignore(fd) == 0 && fdw_expect_open(fd) == 0);
	CHECK(fdw_growth_begin() == -1 && fdw_growth_list(0, nullptr, nullptr) == -1);
	CHECK(fdw_growth_print(0, 2) == -1 && fdw_growth_end(0) == -1);
	fdw_on_finding(nullptr, nullptr);
	CHECK(fdw_owner_tag(1, 2) == 0 && fdw_owner_exchange(fd, 0, 1) == 0);
	CHECK(fdw_owner_get(fd) == 0);
	CHECK(android_fdsan_create_owner_tag(ANDROID_FDSAN_OWNER_TYPE_FILE, 1) == 0);
	android_fdsan_exchange_owner_tag(fd, 0, 1);
	CHECK(android_fdsan_get_owner_tag(fd) == 0 && !strcmp(android_fdsan_get_tag_type(1), ""));
	CHECK(android_fdsan_get_tag_value(1) == 0);
	CHECK(android_fdsan_set_error_level(ANDROID_FDSAN_ERROR_LEVEL_FATAL) == 0);
	CHECK(android_fdsan_get_error_level() == ANDROID_FDSAN_ERROR_LEVEL_DISABLED);
	CHECK(fdw_owner_close(fd, 1) == 0 && fcntl(fd, F_GETFD) == -1);
	fd = open("/dev/null", O_RDONLY);
	CHECK(android_fdsan_close_with_tag(fd, 1) == 0 && fcntl(fd, F_GETFD) == -1);
	return 0;
}

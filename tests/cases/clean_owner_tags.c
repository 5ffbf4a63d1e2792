/*
 * Owners that keep to the rules: tag or none, exchange there and back, tags of
 * high and low values, more descriptors than 4,096, a vfork child that closes
 * what is tagged in its parent. Natively every call is a no-op or a close.
 */
#include "case.h"

#include <dirent.h>
#include <sys/resource.h>

#include "android/fdsan.h"

#define MANY 5000

/* The tag of a descriptor, where there is somebody to remember it. */
static void check_tag(int fd, uint64_t tag)
{
	if (fdw_stats(&(struct fdw_stats){ 0 }, sizeof(struct fdw_stats)))
		CHECK(android_fdsan_get_owner_tag(fd) == tag && fdw_owner_get(fd) == tag);
}

static void exchange(void)
{
	int fd = open("/dev/null", O_RDONLY);
	uint64_t one = fdw_owner_tag(ANDROID_FDSAN_OWNER_TYPE_UNIQUE_FD, (uintptr_t)&fd);
	uint64_t two = fdw_owner_tag(ANDROID_FDSAN_OWNER_TYPE_GENERIC_00, 1);

	CHECK(fdw_owner_exchange(fd, 0, one) == 0);
	check_tag(fd, one);
	CHECK(fdw_owner_exchange(fd, one, two) == 0);
	check_tag(fd, two);
	CHECK(fdw_owner_exchange(fd, two, 0) == 0);
	check_tag(fd, 0);
	CHECK(close(fd) == 0);
	fd = open("/dev/null", O_RDONLY);
	check_tag(fd, 0);
	CHECK(fdw_owner_exchange(fd, 0, one) == 0);
	CHECK(fdw_owner_close(fd, one) == 0);
	fd = open("/dev/null", O_RDONLY);
	CHECK(android_fdsan_close_with_tag(fd, 0) == 0);
}

static void streams(void)
{
	FILE *fp = fopen("/dev/null", "r");
	DIR *dir = opendir("/");
	uint64_t file = fdw_owner_tag(ANDROID_FDSAN_OWNER_TYPE_FILE, (uintptr_t)fp);
	uint64_t directory = fdw_owner_tag(ANDROID_FDSAN_OWNER_TYPE_DIR, (uintptr_t)dir);

	check_tag(fileno(fp), file);
	check_tag(dirfd(dir), directory);
	CHECK(fclose(fp) == 0 && closedir(dir) == 0);
}

static void many(void)
{
	struct rlimit limit;
	static int fds[MANY];
	int count = 0;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = limit.rlim_max;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	while (count < MANY && (fds[count] = open("/dev/null", O_RDONLY)) >= 0) {
		android_fdsan_exchange_owner_tag(fds[count], 0, (uint64_t)count + 1);
		count++;
	}
	for (int i = 0; i < count; i++) {
		check_tag(fds[i], (uint64_t)i + 1);
		CHECK(android_fdsan_close_with_tag(fds[i], (uint64_t)i + 1) == 0);
	}
}

static void vforked(void)
{
	int fd = open("/dev/null", O_RDONLY);
	uint64_t tag = fdw_owner_tag(255, UINT64_MAX);
	pid_t pid;

	android_fdsan_exchange_owner_tag(fd, 0, tag);
	pid = vfork();
	if (pid == 0) {
		close(fd);
		_exit(0);
	}
	check_child(pid, 0);
	check_tag(fd, tag);
	CHECK(android_fdsan_close_with_tag(fd, tag) == 0);
}

int main(void)
{
	exchange();
	streams();
	many();
	vforked();
	return 0;
}

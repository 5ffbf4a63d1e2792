/*
 * syscall.c, raw.c: makers that not every kernel has, or gives to everybody.
 */
#include "row.h"

#include <linux/io_uring.h>
#include <linux/mount.h>
#include <linux/perf_event.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "base/sys.h"
#include "hooks/numbers.h"

static char buf[256];

/* Not in this kernel, not for this user, not on this file system. */
static bool unable(long r)
{
	return r == -1 && (errno == ENOSYS || errno == EPERM || errno == EACCES || errno == EOPNOTSUPP);
}

static void refuses(const char *name)
{
	static char why[64];

	snprintf(why, sizeof(why), "%s: %s", name, strerror(errno));
	row_skipped(why);
}

#define MAKES_OR_SKIPS(name, ...) do {                                         \
	long made = syscall(SYS_##name, __VA_ARGS__);                          \
                                                                               \
	if (unable(made)) {                                                    \
		refuses(#name);                                                \
		return;                                                        \
	}                                                                      \
	CHECK(made >= 0);                                                      \
} while (0)

/* Natively it is asked with a number that nobody has. */
#define USES_OR_SKIPS(name, ...) do {                                          \
	long used = syscall(SYS_##name, __VA_ARGS__);                          \
                                                                               \
	if (!watched() && unable(used)) {                                      \
		refuses(#name);                                                \
		return;                                                        \
	}                                                                      \
	CHECK(used == -1 && errno == EBADF);                                   \
} while (0)

/* ---- By their arguments alone ------------------------------------------ */

MAKES_AS(syscall, memfd_secret, .object = "memfd") { MAKES_OR_SKIPS(memfd_secret, 0); }
MAKES_AS(syscall, fanotify_init, .object = "fanotify") { MAKES_OR_SKIPS(fanotify_init, 0, 0); }
MAKES_AS(syscall, userfaultfd) { MAKES_OR_SKIPS(userfaultfd, 1 /* UFFD_USER_MODE_ONLY */); }

MAKES_AS(syscall, io_uring_setup, .object = "io_uring")
{
	struct io_uring_params params = { 0 };

	MAKES_OR_SKIPS(io_uring_setup, 4, &params);
}

MAKES_AS(syscall, mq_open, .object = "mqueue")
{
	const char *name = "fdwarden-raw";

	MAKES_OR_SKIPS(mq_open, name, O_CREAT | O_RDWR, 0600, NULL);
	CHECK(syscall(SYS_mq_unlink, name) == 0);
}

MAKES_AS(syscall, bpf)
{
	uint32_t array_of_one[32] = { 2 /* BPF_MAP_TYPE_ARRAY */, 4, 4, 1 };

	MAKES_OR_SKIPS(bpf, 0 /* BPF_MAP_CREATE */, array_of_one, sizeof(array_of_one));
}

/* ---- Mounts ------------------------------------------------------------ */

MAKES_AS(syscall, fsopen) { MAKES_OR_SKIPS(fsopen, "tmpfs", 0); }
MAKES_AS(syscall, fspick) { MAKES_OR_SKIPS(fspick, AT_FDCWD, "/proc", 0); }
MAKES_AS(syscall, open_tree, .object = "directory") { MAKES_OR_SKIPS(open_tree, AT_FDCWD, "/", 0); }
MAKES_AS(syscall, open_tree_attr, .object = "directory") { MAKES_OR_SKIPS(open_tree_attr, AT_FDCWD, "/", 0, NULL, 0); }
USES_AS(syscall, fspick) { USES_OR_SKIPS(fspick, stale(), "x", 0); }
USES_AS(syscall, open_tree) { USES_OR_SKIPS(open_tree, stale(), "x", 0); }
USES_AS(syscall, open_tree_attr) { USES_OR_SKIPS(open_tree_attr, stale(), "x", 0, NULL, 0); }
USES_AS(syscall, fsmount) { USES_OR_SKIPS(fsmount, stale(), 0, 0); }

MAKES_AS(syscall, fsmount, .object = "directory")
{
	long context = syscall(SYS_fsopen, "tmpfs", 0), fd;

	if (unable(context)) {
		refuses("fsopen");
		return;
	}
	CHECK(syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0);
	make_scarce();
	fd = syscall(SYS_fsmount, context, 0, 0);
	CHECK(fd >= 0 && close((int)context) == 0);
}

/* ---- Out of another descriptor ----------------------------------------- */

struct any_handle {
	struct file_handle head;
	char room[MAX_HANDLE_SZ];
};

/* Of some_file(); false: this file system has none. */
static bool handle_of_file(struct any_handle *handle)
{
	int mount;

	handle->head.handle_bytes = MAX_HANDLE_SZ;
	if (name_to_handle_at(AT_FDCWD, some_file(), &handle->head, &mount, 0) == 0)
		return true;
	CHECK(unable(-1));
	refuses("name_to_handle_at");
	return false;
}

MAKES_AS(syscall, open_by_handle_at, .object = "file")
{
	int mount = open(".", O_RDONLY | O_DIRECTORY);
	struct any_handle handle;
	long fd;

	if (!handle_of_file(&handle)) {
		CHECK(close(mount) == 0);
		return;
	}
	make_scarce();
	fd = syscall(SYS_open_by_handle_at, mount, &handle, O_RDONLY);
	if (unable(fd))
		refuses("open_by_handle_at");
	else
		CHECK(fd >= 0);
	CHECK(close(mount) == 0);
}

USES_AS(syscall, open_by_handle_at)
{
	struct any_handle handle;

	if (handle_of_file(&handle))
		USES_OR_SKIPS(open_by_handle_at, stale(), &handle, O_RDONLY);
}

static struct perf_event_attr clock_events(void)
{
	return (struct perf_event_attr){
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(struct perf_event_attr),
		.config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1, .disabled = 1,
	};
}

MAKES_AS(syscall, perf_event_open)
{
	struct perf_event_attr events = clock_events();

	MAKES_OR_SKIPS(perf_event_open, &events, 0, -1, -1, 0);
}

USES_AS(syscall, perf_event_open)
{
	struct perf_event_attr events = clock_events();

	USES_OR_SKIPS(perf_event_open, &events, 0, -1, stale(), 0);
}

MAKES_AS(syscall, pidfd_getfd)
{
	long pidfd = syscall(SYS_pidfd_open, getpid(), 0), fd;

	CHECK(pidfd >= 0);
	make_scarce();
	fd = syscall(SYS_pidfd_getfd, pidfd, null(), 0);
	if (unable(fd))
		refuses("pidfd_getfd");
	else
		CHECK(fd >= 0);
	CHECK(close((int)pidfd) == 0);
}

USES_AS(syscall, pidfd_getfd) { USES_OR_SKIPS(pidfd_getfd, stale(), 0, 0); }

/* Somebody who waits to be accepted; both ends of it. */
static int listener_called(int *caller)
{
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(at);

	/* A name of the kernel's choice. */
	CHECK(bind(listener, (struct sockaddr *)&at, sizeof(at.sun_family)) == 0);
	CHECK(listen(listener, 1) == 0);
	CHECK(getsockname(listener, (struct sockaddr *)&at, &length) == 0);
	*caller = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(connect(*caller, (struct sockaddr *)&at, length) == 0);
	return listener;
}

MAKES_AS(syscall, accept, .object = "socket")
{
	int caller, listener = listener_called(&caller);

	make_scarce();
	CHECK(syscall(SYS_accept, listener, NULL, NULL) >= 0);
	CHECK(close(listener) == 0 && close(caller) == 0);
}

MAKES_AS(syscall, accept4, .object = "socket")
{
	int caller, listener = listener_called(&caller);

	make_scarce();
	CHECK(syscall(SYS_accept4, listener, NULL, NULL, SOCK_CLOEXEC) >= 0);
	CHECK(close(listener) == 0 && close(caller) == 0);
}

USES_AS(syscall, accept) { CHECK_EBADF(syscall(SYS_accept, stale(), NULL, NULL)); }
USES_AS(syscall, accept4) { CHECK_EBADF(syscall(SYS_accept4, stale(), NULL, NULL, 0)); }

/* ---- Landlock ---------------------------------------------------------- */

MAKES_AS(syscall, landlock_create_ruleset)
{
	uint64_t handled = 1;

	MAKES_OR_SKIPS(landlock_create_ruleset, &handled, sizeof(handled), 0);
}

/* It answers a version, which is no descriptor. */
QUIET_AS(syscall, landlock_create_ruleset_version)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);

	if (unable(version)) {
		refuses("landlock_create_ruleset");
		return;
	}
	CHECK(version > 0);
}

USES_AS(syscall, landlock_add_rule)
{
	struct __attribute__((packed)) { uint64_t rights; int dir; } rule = { 1, -1 };
	uint64_t handled = 1;
	long fd = syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);

	if (unable(fd))
		SKIP("no landlock here");
	rule.dir = stale();
	CHECK_EBADF(syscall(SYS_landlock_add_rule, fd, 1, &rule, 0));
	CHECK(close((int)fd) == 0);
}

USES_AS(syscall, landlock_add_rule_to)
{
	if (sys_call3(SYS_landlock_add_rule, -1, 0, 0) == -ENOSYS)
		SKIP("no landlock here");
	CHECK_EBADF(syscall(SYS_landlock_add_rule, stale(), 1, buf, 0));
}

USES_AS(syscall, landlock_restrict_self) { USES_OR_SKIPS(landlock_restrict_self, stale(), 0); }

/* Behind the wall it goes on: what was open before is known, and what is allowed is seen. */
QUIET_AS(syscall, landlock_restrict_self)
{
	uint64_t handled = 1 << 6; /* LANDLOCK_ACCESS_FS_MAKE_CHAR: nothing that anybody does here */
	long fd = syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	pid_t pid;

	if (unable(fd)) {
		refuses("landlock_create_ruleset");
		return;
	}
	pid = fork();
	if (pid == 0) {
		CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
		CHECK(syscall(SYS_landlock_restrict_self, fd, 0) == 0);
		CHECK(close((int)fd) == 0 && close(fresh()) == 0);
		_exit(0);
	}
	check_child(pid, 0);
	CHECK(close((int)fd) == 0);
}

/* ipc.c, tty.c, mount.c */
#include "row.h"

#include <mqueue.h>
#include <pty.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <utmp.h>

/* A name of this process alone. */
static const char *name(void)
{
	static char text[48];

	snprintf(text, sizeof(text), "/fdwarden-rows-%d", getpid());
	return text;
}

MAKES(shm_open, .object = "file")
{
	CHECK(shm_open(name(), O_CREAT | O_RDWR, 0600) >= 0);
	CHECK(shm_unlink(name()) == 0);
}

MAKES(mq_open, .object = "mqueue")
{
	struct mq_attr attr = { .mq_maxmsg = 2, .mq_msgsize = 8 }, got;
	mqd_t queue = mq_open(name(), O_CREAT | O_RDWR, 0600, &attr);

	if (queue < 0 && errno == ENOSYS)
		SKIP("no message queues");
	CHECK(queue >= 0 && mq_getattr(queue, &got) == 0 && got.mq_msgsize == 8);
	CHECK(mq_unlink(name()) == 0);
}

MAKES(__mq_open_2, .object = "mqueue")
{
	mqd_t queue = mq_open(name(), O_CREAT | O_RDWR, 0600, NULL);

	if (queue < 0 && errno == ENOSYS)
		SKIP("no message queues");
	make_scarce();
	CHECK(__mq_open_2(name(), O_RDONLY) >= 0);
	CHECK(mq_close(queue) == 0 && mq_unlink(name()) == 0);
}

CLOSES(mq_close)
{
	mqd_t queue = mq_open(name(), O_CREAT | O_RDWR, 0600, NULL);

	if (queue < 0 && errno == ENOSYS)
		SKIP("no message queues");
	CHECK(mq_unlink(name()) == 0 && mq_close(queue) == 0);
	CHECK_EBADF(mq_close(queue));
}

/* ---- Terminals --------------------------------------------------------- */

MAKES(posix_openpt, .object = "tty") { CHECK(posix_openpt(O_RDWR | O_NOCTTY) >= 0); }
MAKES(getpt, .object = "tty") { CHECK(getpt() >= 0); }

MAKES(openpty, .count = 2, .object = "tty")
{
	int master, slave;

	CHECK(openpty(&master, &slave, NULL, NULL, NULL) == 0);
}

/* In a child: it takes a terminal and the standard streams. */
CLOSES(login_tty)
{
	int master, slave;
	pid_t pid;

	CHECK(openpty(&master, &slave, NULL, NULL, NULL) == 0);
	pid = fork();
	if (pid == 0) {
		CHECK(login_tty(slave) == 0);
		CHECK_EBADF(close(slave));
		_exit(isatty(1) ? 0 : 1);
	}
	check_child(pid, 0);
	CHECK(close(master) == 0 && close(slave) == 0);
}

USES(login_tty)
{
	pid_t pid = fork();

	if (pid == 0) {
		CHECK_EBADF(login_tty(stale()));
		_exit(0);
	}
	check_child(pid, 0);
}

/* ---- Handles and mounts ------------------------------------------------ */

MAKES(open_by_handle_at)
{
	union {
		struct file_handle handle;
		char bytes[sizeof(struct file_handle) + MAX_HANDLE_SZ];
	} u = { .handle.handle_bytes = MAX_HANDLE_SZ };
	int mount_id, mount = open(".", O_RDONLY | O_DIRECTORY), fd;

	if (name_to_handle_at(AT_FDCWD, some_file(), &u.handle, &mount_id, 0) < 0) {
		CHECK(close(mount) == 0);
		SKIP("no handles in this file system");
	}
	make_scarce();
	fd = open_by_handle_at(mount, &u.handle, O_RDONLY);
	CHECK(close(mount) == 0);
	if (fd < 0)
		SKIP(strerror(errno));
}

USES(open_by_handle_at)
{
	union {
		struct file_handle handle;
		char bytes[sizeof(struct file_handle) + 8];
	} u = { .handle.handle_bytes = 8 };
	int fd = stale();

	if (open_by_handle_at(fd, &u.handle, O_RDONLY) < 0 && errno != EBADF)
		SKIP(strerror(errno));
}

MAKES(open_tree)
{
	if (open_tree(AT_FDCWD, ".", OPEN_TREE_CLOEXEC) < 0)
		SKIP(strerror(errno));
}

MAKES(fsopen)
{
	if (fsopen("tmpfs", FSOPEN_CLOEXEC) < 0)
		SKIP(strerror(errno));
}

MAKES(fsmount)
{
	int context = fsopen("tmpfs", FSOPEN_CLOEXEC);

	if (context < 0)
		SKIP(strerror(errno));
	CHECK(fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0);
	make_scarce();
	CHECK(fsmount(context, FSMOUNT_CLOEXEC, 0) >= 0);
	CHECK(close(context) == 0);
}

MAKES(fspick)
{
	if (fspick(AT_FDCWD, "/proc", FSPICK_CLOEXEC) < 0)
		SKIP(strerror(errno));
}

USES(open_tree) { CHECK_EBADF(open_tree(stale(), "x", 0)); }
USES(fspick)
{
	if (fspick(stale(), "x", 0) < 0 && errno != EBADF)
		SKIP(strerror(errno));
}
USES(fsmount)
{
	if (fsmount(stale(), 0, 0) < 0 && errno != EBADF)
		SKIP(strerror(errno));
}

#define NEVER .finding = "bad-descriptor"

USES_AS(open_tree, never, NEVER) { CHECK_EBADF(open_tree(999, "x", 0)); }
USES_AS(fspick, never, NEVER)
{
	if (fspick(999, "x", 0) < 0 && errno != EBADF)
		SKIP(strerror(errno));
}

/* Enters a sandbox that kills it for any system call but four; with an argument, without a bug. */
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void sandboxed(int fd, int buggy)
{
	char bytes[16];

	if (read(fd, bytes, sizeof(bytes)) < 0)
		syscall(SYS_exit, 7);
	close(fd);
	if (buggy) {
		close(fd);
		if (read(fd, bytes, sizeof(bytes)) != -1)
			syscall(SYS_exit, 8);
	}
	write(1, "in the sandbox\n", 15);
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int fd = open("/proc/self/status", O_RDONLY), left = argc > 1 ? -1 : open("/", O_RDONLY);

	(void)argv;
	close(open("/dev/null", O_RDONLY));
	if (!filter || seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 0) != 0 ||
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 0) != 0 ||
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(exit), 0) != 0 ||
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(close), 0) != 0 ||
	    seccomp_load(filter) != 0)
		return 9;
	sandboxed(fd, left >= 0);
	syscall(SYS_exit, left >= 0 ? 4 : 5);
	return 0;
}

/*
 * A filter that kills on all but read, write, close and exit. Closing is the
 * program's right, and must not become another call.
 *
 * stdout: inside
 */
#include "case.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define ALLOW(number)                                                          \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                     \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

int main(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		ALLOW(SYS_read), ALLOW(SYS_write), ALLOW(SYS_close), ALLOW(SYS_exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog filter = { sizeof(rules) / sizeof(rules[0]), rules };
	int fd = open("/dev/zero", O_RDONLY), ends[2];
	char byte = 'x';

	CHECK(fd >= 0 && pipe(ends) == 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
	    || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
		return STATUS_SKIPPED;
	if (read(fd, &byte, 1) != 1 || byte != 0)
		_exit(1);
	if (close(fd) != 0 || close(ends[0]) != 0 || close(ends[1]) != 0)
		_exit(2);
	if (write(1, "inside\n", 7) != 7)
		_exit(3);
	_exit(0);
}

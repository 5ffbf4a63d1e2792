/*
 * A sandbox as sshd's: no file may grow and nothing be opened, then a filter. That
 * nothing can be kept ready for later is no loss while nothing is lost.
 *
 * stats: lost=0
 * stdout: inside
 */
#include "case.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int main(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = { 1, &allow };
	struct rlimit none = { 0, 0 };
	int ends[2];

	CHECK(pipe(ends) == 0);
	CHECK(setrlimit(RLIMIT_FSIZE, &none) == 0 && setrlimit(RLIMIT_NOFILE, &none) == 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
	    || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
		return STATUS_SKIPPED;
	CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
	_exit(write(1, "inside\n", 7) == 7 ? 0 : 1);
}

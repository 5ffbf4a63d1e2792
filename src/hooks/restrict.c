/*
 * Calls after which the library can do less: a seccomp filter, a limit, another
 * user. What is needed later is made before. First libc's, then syscall(2)'s.
 */
#include <dlfcn.h>
#include <grp.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "hooks/hooks.h"
#include "hooks/raw.h"
#include "runtime/lifecycle.h"

int HOOK(prctl)(int op, ...)
{
	unsigned long a, b, c, d;
	va_list args;

	va_start(args, op);
	a = va_arg(args, unsigned long);
	b = va_arg(args, unsigned long);
	c = va_arg(args, unsigned long);
	d = va_arg(args, unsigned long);
	va_end(args);
	if (op == PR_SET_SECCOMP)
		process_before_sandbox();
	return REAL(prctl)(op, a, b, c, d);
}

static void before_limit(unsigned int resource)
{
	if (resource == RLIMIT_FSIZE)
		process_before_file_limit();
}

static int limited(int r, unsigned int resource)
{
	if (r == 0 && resource == RLIMIT_AS)
		process_addresses_limited();
	return r;
}

int HOOK(setrlimit)(rlimit_resource resource, const struct rlimit *limit)
{
	before_limit(resource);
	return limited(REAL(setrlimit)(resource, limit), resource);
}

int HOOK(setrlimit64)(rlimit_resource resource, const struct rlimit64 *limit)
{
	before_limit(resource);
	return limited(REAL(setrlimit64)(resource, limit), resource);
}

int HOOK(prlimit)(pid_t pid, prlimit_resource resource, const struct rlimit *limit,
		  struct rlimit *old)
{
	before_limit(resource);
	return limited(REAL(prlimit)(pid, resource, limit, old), resource);
}

int HOOK(prlimit64)(pid_t pid, prlimit_resource resource, const struct rlimit64 *limit,
		    struct rlimit64 *old)
{
	before_limit(resource);
	return limited(REAL(prlimit64)(pid, resource, limit, old), resource);
}

int HOOK(setuid)(uid_t uid)
{
	process_before_user(uid);
	return REAL(setuid)(uid);
}

int HOOK(seteuid)(uid_t uid)
{
	process_before_user(uid);
	return REAL(seteuid)(uid);
}

int HOOK(setreuid)(uid_t real_uid, uid_t effective)
{
	process_before_user(effective);
	return REAL(setreuid)(real_uid, effective);
}

int HOOK(setresuid)(uid_t real_uid, uid_t effective, uid_t saved)
{
	process_before_user(effective);
	return REAL(setresuid)(real_uid, effective, saved);
}

/* Not dlopen: it looks at who calls it, and that would be us. */
int HOOK(dlclose)(void *handle)
{
	int r = REAL(dlclose)(handle);

	process_unloaded();
	return r;
}

/* ---- syscall(2) -------------------------------------------------------- */

long raw_prctl(struct raw_call *c)
{
	if (c->args[0] == PR_SET_SECCOMP)
		process_before_sandbox();
	return raw_pass(c);
}

long raw_limit(struct raw_call *c)
{
	unsigned int resource = (unsigned int)c->args[c->raw->other];

	before_limit(resource);
	return limited((int)raw_pass(c), resource);
}

long raw_seccomp(struct raw_call *c)
{
	bool filter = c->args[0] == SECCOMP_SET_MODE_FILTER;

	/* Without a program it is only asked what the kernel knows (libseccomp). */
	if (c->args[0] == SECCOMP_SET_MODE_STRICT || (filter && c->args[2]))
		process_before_sandbox();
	if (filter && c->args[1] & SECCOMP_FILTER_FLAG_NEW_LISTENER)
		return raw_make(c);
	return raw_pass(c);
}

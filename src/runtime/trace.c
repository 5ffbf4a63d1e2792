/* The trace of what the ledger enters and closes. */
#include "runtime/trace.h"

#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>

#include "base/str.h"
#include "base/sys.h"

void trace_start(void)
{
	int fd;

	if (!runtime.options.trace[0])
		return;
	fd = sys_openat(AT_FDCWD, runtime.options.trace,
			O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY | O_CLOEXEC, 0600);
	if (fd >= 0)
		(void)own_take(&runtime.own, OWN_TRACE, fd);
}

void trace_write(char sign, int fd, uint16_t call)
{
	char buf[128];
	struct str line;
	const char *name = ledger_call_name(&runtime.ledger, call);
	struct iovec out;

	if (runtime.sandboxed)
		return;
	str_init(&line, buf, sizeof(buf));
	str_add_i64(&line, runtime.ledger.header->pid);
	str_add_char(&line, ' ');
	str_add_u64(&line, capture_tid());
	str_add_char(&line, ' ');
	str_add_char(&line, sign);
	str_add_char(&line, ' ');
	str_add_i64(&line, fd);
	str_add_char(&line, ' ');
	str_add(&line, name ? name : "?");
	str_add_char(&line, '\n');
	out = (struct iovec){ buf, line.used };
	/* At offset -1: where the file's end is (O_APPEND). */
	(void)sys_call6(SYS_pwritev2, runtime.own.fd[OWN_TRACE], (long)&out, 1, -1, -1, 0);
}

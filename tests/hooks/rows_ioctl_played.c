/*
 * ioctl.c, ioctls.def: every row of the table at work, whatever devices this
 * machine has. The device is played: in a child, a filter traps its ioctls, and
 * the handler answers as the kernel does, with a descriptor at the row's place.
 * That the places and numbers are the kernel's own is rows_ioctl.c's part.
 */
#include "row.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include "base/sys.h"

#define RETURNED (-1)
#define OBJECT_TTY "tty"
#define OBJECT_OTHER "other"
#define OBJECT_MEMFD "memfd"
#define OBJECT_DEVICE "device"

#ifdef __x86_64__
#define ANSWER(context) (&(context)->uc_mcontext.gregs[REG_RAX])
#define ARGUMENT(context) ((char *)(context)->uc_mcontext.gregs[REG_RDX])
#else
#define ANSWER(context) (&(context)->uc_mcontext.regs[0])
#define ARGUMENT(context) ((char *)(context)->uc_mcontext.regs[2])
#endif

/* Larger than all structures in the table. */
static char argument[1024];
static int place;

/* The kernel's part: by system calls that nobody sees. */
static void answer(int signal, siginfo_t *info, void *at)
{
	ucontext_t *context = at;
	int fd = (int)sys_call3(SYS_fcntl, null(), F_DUPFD, 3);

	(void)signal, (void)info;
	if (fd >= 0 && place != RETURNED)
		memcpy(ARGUMENT(context) + place, &fd, sizeof(fd));
	*ANSWER(context) = fd < 0 || place == RETURNED ? fd : 0;
}

/* From now on every ioctl on null() is answered as a device would that writes to this place. */
static void play(int where)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)null(), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };
	struct sigaction action = { .sa_sigaction = answer, .sa_flags = SA_SIGINFO };

	place = where;
	CHECK(sigaction(SIGSYS, &action, NULL) == 0);
	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

/* The name is pasted at once: it is a macro in some header. */
#define MAKER(name, number, where, type)                                       \
	ROW(makes, ioctl, makes_ioctl__##name, .object = type)                 \
	{                                                                      \
		pid_t pid = fork();                                            \
                                                                               \
		if (pid == 0) {                                                \
			play(where);                                           \
			_exit(ioctl(null(), number, argument) < 0);            \
		}                                                              \
		check_child(pid, 0);                                           \
	}
#include "hooks/ioctls.def"

/*
 * Stands in front of libc for what a case cannot get elsewhere: the ioctl of a
 * device that nobody knows, whose request 0x4477 makes a descriptor, and a recvmsg
 * that keeps for itself what arrives.
 */
#include "../case.h"
#include "../raw.h"

#include <stdarg.h>
#include <sys/socket.h>

int ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (request == 0x4477)
		return raw_open("/dev/null");
	return (int)raw(SYS_ioctl, fd, (long)request, (long)arg);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	char control[CMSG_SPACE(sizeof(int))];
	struct msghdr whole = *message;

	whole.msg_control = control;
	whole.msg_controllen = sizeof(control);
	message->msg_controllen = 0;
	return raw(SYS_recvmsg, fd, (long)&whole, flags);
}

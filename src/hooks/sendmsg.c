/*
 * Messages that go out. The descriptors in them (SCM_RIGHTS, unix(7)) are used
 * as well, and the kernel would hand on a tombstone.
 */
#include <limits.h>
#include <string.h>

#include "hooks/families.h"

/* What is done with each descriptor that a message hands on. */
typedef bool visitor(const struct call *, int fd);

static bool visit_one(const struct call *call, const struct cmsghdr *header, visitor *visit)
{
	const unsigned char *data = CMSG_DATA(header);
	size_t bytes = header->cmsg_len - CMSG_LEN(0);
	bool any = false;
	int fd;

	for (; bytes >= sizeof(fd); bytes -= sizeof(fd), data += sizeof(fd)) {
		memcpy(&fd, data, sizeof(fd));
		any |= visit(call, fd);
	}
	return any;
}

/* The program wrote this memory, and the kernel does not trust it either. */
static bool is_whole(const struct msghdr *message, const struct cmsghdr *header)
{
	const char *end = (const char *)message->msg_control + message->msg_controllen;

	return header->cmsg_len >= CMSG_LEN(0) &&
	       header->cmsg_len <= (size_t)(end - (const char *)header);
}

static bool visit_descriptors(const struct call *call, const struct msghdr *message, visitor *visit)
{
	struct msghdr *m = (struct msghdr *)message;
	struct cmsghdr *header;
	bool any = false;

	if (!m || !m->msg_control)
		return false;
	for (header = CMSG_FIRSTHDR(m); header; header = CMSG_NXTHDR(m, header)) {
		if (!is_whole(m, header))
			break;
		if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
			any |= visit_one(call, header, visit);
	}
	return any;
}

static bool failed_one(const struct call *call, int fd)
{
	fd_failed(call, fd);
	return false;
}

bool message_stale(const struct call *call, const struct msghdr *message)
{
	return visit_descriptors(call, message, fd_stale);
}

void message_failed(const struct call *call, int fd, const struct msghdr *message)
{
	fd_failed(call, fd);
	if (errno == EBADF)
		(void)visit_descriptors(call, message, failed_one);
}

unsigned int messages_whole(const struct call *call, const struct mmsghdr *messages,
			    unsigned int count)
{
	for (unsigned int i = 0; messages && i < count && i < IOV_MAX; i++) {
		if (message_stale(call, &messages[i].msg_hdr))
			return i;
	}
	return count;
}

ssize_t HOOK(sendmsg)(int fd, const struct msghdr *message, int flags)
{
	struct call call = CALL(sendmsg);
	ssize_t n;

	if (message_stale(&call, message))
		return fail(EBADF);
	n = REAL(sendmsg)(fd, message, flags);
	if (unlikely(n == -1))
		message_failed(&call, fd, message);
	return n;
}

/* Like the kernel: what stands before the bad message is sent, and counts. */
int HOOK(sendmmsg)(int fd, struct mmsghdr *messages, unsigned int count, mmsg_flags flags)
{
	struct call call = CALL(sendmmsg);
	unsigned int whole = messages_whole(&call, messages, count);
	int n;

	if (whole == 0 && count > 0)
		return fail(EBADF);
	n = REAL(sendmmsg)(fd, messages, whole, flags);
	if (unlikely(n == -1))
		message_failed(&call, fd, messages ? &messages[0].msg_hdr : NULL);
	return n;
}

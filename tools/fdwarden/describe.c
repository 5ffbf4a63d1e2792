/* What a descriptor refers to, from the bytes that the library noted. */
#include "describe.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "report/message.h"

static const char *unix_address(struct pool *pool, const struct sockaddr_un *un, size_t bytes)
{
	size_t offset = offsetof(struct sockaddr_un, sun_path);

	if (bytes <= offset)
		return "unix:unnamed";
	bytes -= offset;
	if (un->sun_path[0] == '\0') /* the abstract name space: unix(7) */
		return pool_format(pool, "unix:@%.*s", (int)(bytes - 1), un->sun_path + 1);
	return pool_format(pool, "unix:%.*s", (int)bytes, un->sun_path);
}

const char *describe_address(struct pool *pool, const void *address, size_t bytes)
{
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} a;
	char text[INET6_ADDRSTRLEN];

	memset(&a, 0, sizeof(a));
	if (bytes < sizeof(a.any.sa_family))
		return NULL;
	if (bytes > sizeof(a))
		bytes = sizeof(a);
	memcpy(&a, address, bytes);
	switch (a.any.sa_family) {
	case AF_INET:
		if (inet_ntop(AF_INET, &a.in.sin_addr, text, sizeof(text)) == NULL)
			return NULL;
		return pool_format(pool, "%s:%u", text, ntohs(a.in.sin_port));
	case AF_INET6:
		if (inet_ntop(AF_INET6, &a.in6.sin6_addr, text, sizeof(text)) == NULL)
			return NULL;
		return pool_format(pool, "[%s]:%u", text, ntohs(a.in6.sin6_port));
	case AF_UNIX:
		return unix_address(pool, &a.un, bytes);
	case AF_NETLINK:
		return "netlink";
	default:
		return pool_format(pool, "address family %u", a.any.sa_family);
	}
}

/* open() does not know what it opened; the path may still be there to tell. */
static enum object_type refined(enum object_type type, const char *path)
{
	struct stat st;

	if ((type != OBJECT_FILE && type != OBJECT_OTHER) || path[0] != '/' || stat(path, &st) != 0)
		return type;
	if (S_ISDIR(st.st_mode))
		return OBJECT_DIRECTORY;
	if (S_ISFIFO(st.st_mode))
		return OBJECT_PIPE;
	if (S_ISBLK(st.st_mode))
		return OBJECT_DEVICE;
	if (S_ISCHR(st.st_mode))
		return strncmp(path, "/dev/tty", 8) == 0 || strncmp(path, "/dev/pts/", 9) == 0 ||
				       strcmp(path, "/dev/console") == 0
			       ? OBJECT_TTY
			       : OBJECT_DEVICE;
	return OBJECT_FILE;
}

static bool has_path(enum object_type type)
{
	return type == OBJECT_OTHER || type == OBJECT_FILE || type == OBJECT_DIRECTORY ||
	       type == OBJECT_DEVICE || type == OBJECT_TTY || type == OBJECT_PIPE;
}

static const char *absolute(struct pool *pool, struct process *p, const char *path, size_t bytes)
{
	const struct ledger_header *h = p->ledger.header;
	const char *cwd = ledger_bytes(&p->ledger, h->cwd, h->cwd_bytes);
	size_t cwd_bytes = h->cwd_bytes;

	if (path[0] == '/' || cwd == NULL || cwd_bytes == 0 || cwd_bytes > PATH_MAX)
		return pool_text(pool, path, bytes);
	cwd_bytes = strnlen(cwd, cwd_bytes);
	while (cwd_bytes > 0 && cwd[cwd_bytes - 1] == '/')
		cwd_bytes--;
	while (bytes > 2 && path[0] == '.' && path[1] == '/') {
		path += 2;
		bytes -= 2;
	}
	return pool_format(pool, "%.*s/%.*s", (int)cwd_bytes, cwd, (int)bytes, path);
}

void describe_object(struct pool *pool, struct process *p, const struct raw_finding *raw,
		     struct report_finding *f)
{
	enum object_type type = raw->object;
	size_t bytes = raw->path_bytes;

	if (raw->path != NULL && bytes > 0 && (raw->flags & SLOT_ADDRESS) != 0) {
		f->detail = describe_address(pool, raw->path, bytes);
	} else if (raw->path != NULL && (bytes = strnlen(raw->path, bytes)) > 0) {
		if (has_path(type)) {
			f->path = absolute(pool, p, raw->path, bytes);
			type = refined(type, f->path);
		} else {
			f->detail = pool_text(pool, raw->path, bytes);
		}
	}
	f->object = object_name(type);
}

/* What one family of hooks does for another, mostly for syscall(2). */
#ifndef HOOKS_FAMILIES_H
#define HOOKS_FAMILIES_H

#include "hooks/hooks.h"

/* dup.c: fcntl with that command; `function` reaches the real one. */
typedef int fcntl_function(int fd, int command, ...);
int fcntl_control(struct call *, fcntl_function *function, int fd, int command, long arg);

/* ioctl.c: the request succeeded with this result; it may have made a descriptor. */
void ioctl_made(const struct call *, unsigned long request, int result, const void *arg);

/* mount.c: sees to it that fsmount on this context finds a number. */
void fsmount_room(struct call *, int context);

/* socket.c: the descriptors that arrived with this message (SCM_RIGHTS). */
void message_received(const struct call *, struct msghdr *);

/* readdir.c: takes the hidden entries out of what getdents64 on `fd` wrote; how much is left. */
size_t hide_entries(int fd, char *entries, size_t bytes);

/* poll.c: POLLNVAL among the first `ready` answers. */
void check_polled(const struct call *, const struct pollfd *fds, nfds_t count, int ready);

/* poll.c: true if a number in one of the sets is stale. `count` as in select(2). */
bool sets_stale(const struct call *, int count, fd_set *const sets[3]);

/* poll.c: select(2) failed with these sets. */
void sets_failed(const struct call *, int count, fd_set *const sets[3]);

/* sendmsg.c: true if a descriptor that the message hands on (SCM_RIGHTS) is stale. */
bool message_stale(const struct call *, const struct msghdr *);

/* sendmsg.c: how many of the messages come before the first of which that is true. */
unsigned int messages_whole(const struct call *, const struct mmsghdr *messages,
			    unsigned int count);

/* sendmsg.c: sendmsg(2) of this message on `fd` failed. */
void message_failed(const struct call *, int fd, const struct msghdr *);

#endif

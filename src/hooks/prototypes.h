/*
 * Prototypes of everything in hooks.def: the headers that declare them, and
 * the entry points of glibc that no header declares.
 */
#ifndef HOOKS_PROTOTYPES_H
#define HOOKS_PROTOTYPES_H

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What fortified callers (-D_FORTIFY_SOURCE) import instead. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);

/* ---- makers and closers (rows_make.def) ---- */

/* What is deprecated is called all the same (readdir_r). */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include <fts.h>
#include <mntent.h>
#include <mqueue.h>
#include <netdb.h>
#include <pty.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <utmp.h>

/* glibc >= 2.36; declared for builds against an older one. */
int pidfd_open(pid_t pid, unsigned int flags);
int pidfd_getfd(int pidfd, int fd, unsigned int flags);
int open_tree(int dir, const char *path, unsigned int flags);
int fsopen(const char *name, unsigned int flags);
int fsmount(int fd, unsigned int flags, unsigned int attributes);
int fspick(int dir, const char *path, unsigned int flags);

mqd_t __mq_open_2(const char *name, int flags);

/* Second names that glibc exports. */
int __dup2(int old, int fd);
int __pipe(int fds[2]);
int __fcntl(int fd, int command, ...);
int __connect(int fd, const struct sockaddr *address, socklen_t bytes);
FILE *_IO_fopen(const char *path, const char *mode);
FILE *_IO_fdopen(int fd, const char *mode);
FILE *_IO_popen(const char *command, const char *mode);
int _IO_fclose(FILE *fp);
FILE *__setmntent(const char *path, const char *mode);
int __endmntent(FILE *fp);

/* ---- end of makers and closers ---- */

/* ---- users (rows_use.def, rows_use_hand.def) ---- */

#include <aio.h>
#ifndef FDWARDEN_OTHER_LIBC
#include <execinfo.h>
#endif
#include <netinet/in.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>

#ifndef FDWARDEN_OTHER_LIBC
/* Types that differ from one libc to another. */
typedef unsigned long ioctl_request;
typedef int mmsg_flags;
typedef uint64_t fanotify_mask;
typedef __rlimit_resource_t rlimit_resource;
typedef enum __rlimit_resource prlimit_resource;
#define LIST_OF const
#define SOCKADDR(argument) ((argument).__sockaddr__)
#else
#include "hooks/prototypes_musl.h"
#endif

struct mount_attr;

/* glibc >= 2.36; declared for builds against an older one. */
int move_mount(int dir, const char *path, int to_dir, const char *to, unsigned int flags);
int mount_setattr(int dir, const char *path, unsigned int flags, struct mount_attr *attr,
		  size_t size);
int fsconfig(int fd, unsigned int command, const char *key, const void *value, int aux);
int pidfd_send_signal(int fd, int number, siginfo_t *info, unsigned int flags);
ssize_t process_madvise(int fd, const struct iovec *iov, size_t count, int advice,
			unsigned int flags);
int process_mrelease(int fd, unsigned int flags);

/* What fortified callers (-D_FORTIFY_SOURCE) import instead. */
ssize_t __read_chk(int fd, void *buf, size_t size, size_t room);
ssize_t __pread_chk(int fd, void *buf, size_t size, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *buf, size_t size, off64_t at, size_t room);
ssize_t __recv_chk(int fd, void *buf, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buf, size_t size, size_t room, int flags,
		       struct sockaddr *from, socklen_t *bytes);
int __dprintf_chk(int fd, int level, const char *format, ...);
int __vdprintf_chk(int fd, int level, const char *format, va_list args);
ssize_t __readlinkat_chk(int dir, const char *path, char *buf, size_t size, size_t room);
int __ttyname_r_chk(int fd, char *buf, size_t size, size_t room);
int __ptsname_r_chk(int fd, char *buf, size_t size, size_t room);
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t room);
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t room);

/* What callers built with glibc < 2.33 import instead. */
int __fxstat(int version, int fd, struct stat *st);
int __fxstat64(int version, int fd, struct stat64 *st);
int __fxstatat(int version, int dir, const char *path, struct stat *st, int flags);
int __fxstatat64(int version, int dir, const char *path, struct stat64 *st, int flags);
int __xmknodat(int version, int dir, const char *path, mode_t mode, dev_t *dev);

/* Second names that glibc exports. */
ssize_t __read(int fd, void *buf, size_t size);
ssize_t __write(int fd, const void *buf, size_t size);
off_t __lseek(int fd, off_t at, int whence);
ssize_t __pread64(int fd, void *buf, size_t size, off64_t at);
ssize_t __pwrite64(int fd, const void *buf, size_t size, off64_t at);
ssize_t __send(int fd, const void *buf, size_t size, int flags);
int __poll(struct pollfd *fds, nfds_t count, int timeout_ms);
int __select(int count, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout);

/* ---- end of users ---- */

/* ---- processes ---- */

#include <pty.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <dlfcn.h>

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv,
		      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
		      void *stack_end);

ssize_t __readlink_chk(const char *path, char *buf, size_t size, size_t room);

/* ---- end of processes ---- */

#endif

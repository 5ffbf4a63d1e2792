/*
 * musl's headers: the functions for large files are macros there, for the plain
 * functions, and its library has them under both names. And glibc's functions that musl
 * lacks: their hooks are compiled like all others and not exported (Makefile).
 */
#ifndef HOOKS_PROTOTYPES_MUSL_H
#define HOOKS_PROTOTYPES_MUSL_H

#ifdef FDWARDEN_OTHER_LIBC

#undef aio_cancel64
#undef aio_fsync64
#undef aio_read64
#undef aio_write64
#undef creat64
#undef fallocate64
#undef fopen64
#undef freopen64
#undef fstat64
#undef fstatat64
#undef fstatfs64
#undef fstatvfs64
#undef ftruncate64
#undef getdents64
#undef lio_listio64
#undef lockf64
#undef lseek64
#undef lstat64
#undef mkostemp64
#undef mkostemps64
#undef mkstemp64
#undef mkstemps64
#undef mmap64
#undef open64
#undef openat64
#undef posix_fadvise64
#undef posix_fallocate64
#undef pread64
#undef preadv64
#undef prlimit64
#undef pwrite64
#undef pwritev64
#undef readdir64
#undef readdir64_r
#undef scandir64
#undef sendfile64
#undef setrlimit64
#undef stat64
#undef tmpfile64

/* Types that differ (prototypes.h has glibc's). */
typedef int ioctl_request;
typedef unsigned int mmsg_flags;
typedef unsigned long long fanotify_mask;
typedef int rlimit_resource;
typedef int prlimit_resource;
#define rlimit64 rlimit
#define LIST_OF restrict const
#define __SOCKADDR_ARG struct sockaddr *restrict
#define __CONST_SOCKADDR_ARG const struct sockaddr *
#define SOCKADDR(argument) (argument)

struct stat64 {
	struct stat plain;
};

int stat64(const char *path, struct stat64 *st);
int lstat64(const char *path, struct stat64 *st);
int fstat64(int fd, struct stat64 *st);
int fstatat64(int dir, const char *path, struct stat64 *st, int flags);
__typeof__(aio_cancel) aio_cancel64;
__typeof__(aio_fsync) aio_fsync64;
__typeof__(aio_read) aio_read64;
__typeof__(aio_write) aio_write64;
__typeof__(creat) creat64;
__typeof__(fallocate) fallocate64;
__typeof__(fopen) fopen64;
__typeof__(freopen) freopen64;
__typeof__(fstatfs) fstatfs64;
__typeof__(fstatvfs) fstatvfs64;
__typeof__(ftruncate) ftruncate64;
ssize_t getdents64(int fd, void *buf, size_t size); /* musl's returns an int */
__typeof__(lio_listio) lio_listio64;
__typeof__(lockf) lockf64;
__typeof__(lseek) lseek64;
__typeof__(mkostemp) mkostemp64;
__typeof__(mkostemps) mkostemps64;
__typeof__(mkstemp) mkstemp64;
__typeof__(mkstemps) mkstemps64;
__typeof__(mmap) mmap64;
__typeof__(open) open64;
__typeof__(openat) openat64;
__typeof__(posix_fadvise) posix_fadvise64;
__typeof__(posix_fallocate) posix_fallocate64;
__typeof__(pread) pread64;
__typeof__(preadv) preadv64;
__typeof__(prlimit) prlimit64;
__typeof__(pwrite) pwrite64;
__typeof__(pwritev) pwritev64;
__typeof__(readdir) readdir64;
__typeof__(readdir_r) readdir64_r;
__typeof__(scandir) scandir64;
__typeof__(sendfile) sendfile64;
__typeof__(setrlimit) setrlimit64;
__typeof__(tmpfile) tmpfile64;

/* ---- what musl lacks ---------------------------------------------------- */

#ifndef RENAME_NOREPLACE
int renameat2(int dir, const char *path, int to_dir, const char *to, unsigned int flags);
#endif

struct statx;

typedef FTS FTS64;
typedef FTSENT FTSENT64;

FTS64 *fts64_open(char *const *paths, int options,
		  int (*by)(const FTSENT64 **, const FTSENT64 **));
int fts64_close(FTS64 *fts);
int close_range(unsigned int first, unsigned int last, int flags);
void closefrom(int first);
int fcntl64(int fd, int command, ...);
int fcloseall(void);
int getpt(void);
int scandirat(int dir, const char *path, struct dirent ***list,
	      int (*wanted)(const struct dirent *),
	      int (*by)(const struct dirent **, const struct dirent **));
__typeof__(scandirat) scandirat64;
int rresvport(int *port);
int rresvport_af(int *port, sa_family_t family);
int rcmd(char **host, unsigned short port, const char *local, const char *remote,
	 const char *command, int *second);
int rcmd_af(char **host, unsigned short port, const char *local, const char *remote,
	    const char *command, int *second, sa_family_t family);
int rexec(char **host, int port, const char *user, const char *password, const char *command,
	  int *second);
int rexec_af(char **host, int port, const char *user, const char *password,
	     const char *command, int *second, sa_family_t family);
ssize_t preadv2(int fd, const struct iovec *iov, int count, off_t at, int flags);
ssize_t pwritev2(int fd, const struct iovec *iov, int count, off_t at, int flags);
__typeof__(preadv2) preadv64v2;
__typeof__(pwritev2) pwritev64v2;
ssize_t getdirentries(int fd, char *buf, size_t size, off_t *at);
__typeof__(getdirentries) getdirentries64;
int isfdtype(int fd, int type);
int execveat(int dir, const char *path, char *const argv[], char *const envp[], int flags);
int epoll_pwait2(int fd, struct epoll_event *events, int count, const struct timespec *timeout,
		 const sigset_t *mask);
int bindresvport(int fd, struct sockaddr_in *address);
void backtrace_symbols_fd(void *const *addresses, int count, int fd);
int getipv4sourcefilter(int fd, struct in_addr interface, struct in_addr group,
			uint32_t *mode, uint32_t *count, struct in_addr *sources);
int setipv4sourcefilter(int fd, struct in_addr interface, struct in_addr group, uint32_t mode,
			uint32_t count, const struct in_addr *sources);
int getsourcefilter(int fd, uint32_t interface, const struct sockaddr *group, socklen_t bytes,
		    uint32_t *mode, uint32_t *count, struct sockaddr_storage *sources);
int setsourcefilter(int fd, uint32_t interface, const struct sockaddr *group, socklen_t bytes,
		    uint32_t mode, uint32_t count, const struct sockaddr_storage *sources);
int statx(int dir, const char *path, int flags, unsigned int mask, struct statx *st);

#endif /* FDWARDEN_OTHER_LIBC */

#endif

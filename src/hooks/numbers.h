/*
 * System calls that are younger than the oldest kernel headers that fdwarden
 * is built with. From 424 on, a call has the same number on every machine.
 */
#ifndef HOOKS_NUMBERS_H
#define HOOKS_NUMBERS_H

#include <sys/syscall.h>

#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd			443
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset	444
#endif
#ifndef SYS_landlock_add_rule
#define SYS_landlock_add_rule		445
#endif
#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self	446
#endif
#ifndef SYS_memfd_secret
#define SYS_memfd_secret		447
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease		448
#endif
#ifndef SYS_cachestat
#define SYS_cachestat			451
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2			452
#endif
#ifndef SYS_setxattrat
#define SYS_setxattrat			463
#endif
#ifndef SYS_getxattrat
#define SYS_getxattrat			464
#endif
#ifndef SYS_listxattrat
#define SYS_listxattrat			465
#endif
#ifndef SYS_removexattrat
#define SYS_removexattrat		466
#endif
#ifndef SYS_open_tree_attr
#define SYS_open_tree_attr		467
#endif
#ifndef SYS_file_getattr
#define SYS_file_getattr		468
#endif
#ifndef SYS_file_setattr
#define SYS_file_setattr		469
#endif

#endif

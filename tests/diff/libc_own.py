"""What libc opens and closes for itself: no hook sees it, and none should.

A row has functions of libc that a program calls, and the reason. A system call
that no line of the trace answers is excused if the outermost libc frame of its
stack is one of them. What a row excuses is in the table as libc's own, and
a function that is not here is a call that was missed. Names are those of the
dynamic symbol table, so an alias may stand for a function.
"""

BALANCED = "opens and closes within the call; the program never has the number"
KEPT = "kept between two calls, and closed by libc itself"
INNER = "the function is hooked; this is another descriptor of its own, closed within"

ROWS = {
    (BALANCED, "the locale's files"): """
        setlocale newlocale catopen dcgettext gettext ngettext dcngettext iconv_open""",
    (BALANCED, "the time zone's file"): """
        tzset localtime localtime_r mktime strftime timelocal""",
    (BALANCED, "nscd's socket, nsswitch.conf, the database itself"): """
        getpwnam getpwnam_r getpwuid getpwuid_r getgrnam getgrnam_r getgrgid getgrgid_r
        getspnam getspnam_r initgroups getgrouplist getservbyname getservbyname_r
        getservbyport getservbyport_r getprotobyname getprotobyname_r""",
    (BALANCED, "the resolver's files and sockets"): """
        getaddrinfo getnameinfo gethostbyname gethostbyname_r gethostbyname2
        gethostbyname2_r gethostbyaddr gethostbyaddr_r res_init gethostid""",
    (BALANCED, "a netlink or other socket to ask the kernel"): """
        getifaddrs if_nameindex if_nametoindex if_indextoname""",
    (BALANCED, "a file of /proc or /sys"): """
        sysconf get_nprocs get_nprocs_conf pthread_getattr_np getlogin getlogin_r
        getloadavg fchmodat malloc free realloc __libc_malloc __libc_free __libc_realloc""",
    (BALANCED, "shared objects"): """
        dlopen dlmopen backtrace backtrace_symbols_fd pthread_exit pthread_cancel""",
    (BALANCED, "directories while it walks"): """
        glob glob64 wordexp ftw ftw64 nftw nftw64 fts_read fts_children ttyname
        ttyname_r""",
    (BALANCED, "a copy of standard error"): """
        perror""",
    (BALANCED, "a semaphore's file, which is mapped"): """
        sem_open""",
    (KEPT, "the socket to /dev/log"): """
        openlog syslog vsyslog __syslog_chk __vsyslog_chk closelog""",
    (KEPT, "the file of an enumeration"): """
        getpwent getpwent_r setpwent endpwent getgrent getgrent_r setgrent endgrent
        getspent getspent_r setspent endspent sethostent gethostent endhostent
        setservent getservent endservent setprotoent getprotoent endprotoent setnetent
        getnetent endnetent getutent getutxent setutent setutxent endutent endutxent
        pututline pututxline""",
    (INNER, "the child's end of the pipe"): """
        popen""",
    (INNER, "the new file, before it is moved to the old number"): """
        freopen freopen64""",
    (INNER, "the slave, and its places 0 to 2 in the child"): """
        forkpty login_tty""",
}

REASONS = {name: "%s: %s; %s" % (name, what, kind)
           for (kind, what), names in ROWS.items() for name in names.split()}

# Objects that belong to libc as far as a program can tell.
OBJECTS = ("libc.so.6", "libc-2.", "ld-linux", "libpthread", "libresolv.so", "libnss_files",
           "libnss_dns", "libnss_compat", "libdl.so", "librt.so")

# Stacks that lie in the loader from end to end: shared objects are mapped before the
# program's first instruction, and most of them before the library is at work.
LOADER = "the loader's: shared objects at the start of a program"

# A child by vfork, or by posix_spawn's clone, before its exec: it works on its parent's memory and
# on descriptors of its own, and nothing of that may reach the parent's ledger.
VFORK = "of a vfork child before its exec: not recorded, on purpose"

/*
 * What libc opens for itself: keeps till it is told otherwise, or gives back before it
 * returns.
 */
#include "case.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <iconv.h>
#include <ifaddrs.h>
#include <locale.h>
#include <net/if.h>
#include <netdb.h>
#include <nl_types.h>
#include <pwd.h>
#include <semaphore.h>
#include <shadow.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <utmpx.h>
#include <wordexp.h>

/* While a walk is under way the program opens and closes, too. */
static inline int visit(const char *path, const struct stat *status, int kind)
{
	(void)path, (void)status, (void)kind;
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

static inline int visit_well(const char *path, const struct stat *status, int kind, struct FTW *at)
{
	(void)at;
	return visit(path, status, kind);
}

static inline void walk(void)
{
	char *roots[] = { ".", NULL };
	struct dirent **names;
	glob_t found;
	int count;
	FTS *fts;

	CHECK((mkdir("a", 0700) == 0 && mkdir("a/b", 0700) == 0) || errno == EEXIST);
	CHECK(ftw(".", visit, 1) == 0 && ftw(".", visit, 8) == 0);
	CHECK(nftw(".", visit_well, 1, FTW_DEPTH) == 0);
	CHECK(nftw(".", visit_well, 8, FTW_PHYS | FTW_CHDIR) == 0);
	CHECK((fts = fts_open(roots, FTS_PHYSICAL, NULL)));
	while (fts_read(fts))
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(fts_close(fts) == 0);
	CHECK((fts = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL)));
	CHECK(fts_read(fts) && fts_close(fts) == 0);
	CHECK(glob("/etc/*", 0, NULL, &found) == 0);
	globfree(&found);
	count = scandir("/etc", &names, NULL, alphasort);
	CHECK(count > 2);
	while (count > 0)
		free(names[--count]);
	free(names);
}

/* Tables that stay open between two calls, and are left so. */
static inline void look_up(void)
{
	setpwent(), setgrent(), setspent();
	(void)getpwent(), (void)getgrent(), (void)getspent();
	CHECK(getpwnam("root") && getpwuid(0) && getgrnam("root") && getgrgid(0));
	setservent(1), setprotoent(1), sethostent(1), setnetent(1);
	(void)getservent(), (void)getprotoent(), (void)gethostent(), (void)getnetent();
	(void)getservbyname("http", "tcp"), (void)getprotobyname("tcp");
	(void)getservbyport(htons(80), "tcp");
	setutxent();
	(void)getutxent();
}

/* And closed again. */
static inline void forget(void)
{
	endpwent(), endgrent(), endspent();
	endservent(), endprotoent(), endhostent(), endnetent(), endutxent();
	closelog();
}

static inline void ask_network(void)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
	struct if_nameindex *names;
	struct ifaddrs *addresses;

	CHECK(getaddrinfo("127.0.0.1", "80", &hints, &found) == 0);
	freeaddrinfo(found);
	if (getaddrinfo("localhost", NULL, &hints, &found) == 0)
		freeaddrinfo(found);
	(void)gethostbyname("localhost");
	CHECK(getifaddrs(&addresses) == 0);
	freeifaddrs(addresses);
	CHECK((names = if_nameindex()));
	if_freenameindex(names);
	(void)if_nametoindex("lo");
}

/* A catalogue without messages, as glibc has them: magic number, one plane of one entry, a text. */
static inline void open_catalogue(void)
{
	const unsigned int empty[3 + 2 * 3 + 1] = { 0x960408de, 1, 1 };
	FILE *file = fopen("empty.cat", "w");
	nl_catd catalogue;

	CHECK(file && fwrite(empty, sizeof(empty), 1, file) == 1 && fclose(file) == 0);
	catalogue = catopen("./empty.cat", 0);
#ifdef __GLIBC__
	CHECK(catalogue != (nl_catd)-1);
#endif
	if (catalogue != (nl_catd)-1)
		CHECK(catclose(catalogue) == 0);
	CHECK(catopen("./no-such.cat", 0) == (nl_catd)-1);
}

static inline void load(void)
{
	iconv_t code = iconv_open("UTF-16", "ISO-8859-15");
	char name[32];
	void *library;
	time_t now = 0;
	sem_t *sem;

	CHECK(setlocale(LC_ALL, "C") && setlocale(LC_ALL, ""));
	if (code != (iconv_t)-1)
		CHECK(iconv_close(code) == 0);
	open_catalogue();
	snprintf(name, sizeof(name), "/fdwarden-case-%d", getpid());
	sem = sem_open(name, O_CREAT, 0600, 1);
	CHECK(sem != SEM_FAILED && sem_unlink(name) == 0 && sem_post(sem) == 0);
	CHECK(sem_close(sem) == 0);
	CHECK(sem_open("/fdwarden-case-of-nobody", 0) == SEM_FAILED);
	library = dlopen("libresolv.so.2", RTLD_NOW);
	if (library)
		CHECK(dlclose(library) == 0);
	CHECK(!dlopen("no-such-library.so", RTLD_NOW));
	CHECK(setenv("TZ", "Europe/Paris", 1) == 0);
	tzset();
	CHECK(localtime(&now));
	CHECK(setenv("TZ", "UTC", 1) == 0);
	tzset();
	(void)getlogin();
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) > 0);
}

/* A connection that is kept, if there is anybody to connect to. */
static inline void log_something(void)
{
	openlog("fdwarden-case", LOG_NDELAY | LOG_PID, LOG_USER);
	syslog(LOG_DEBUG, "a message of fdwarden's tests");
}

/* The command line of `run` and `report`, read from flags.def. */
#ifndef FDWARDEN_SETTINGS_H
#define FDWARDEN_SETTINGS_H

#include "policy/options.h"
#include "pool.h"

/* The documents of formats.def. */
enum format {
#define FORMAT(id, name, write) FORMAT_##id,
#include "formats.def"
#undef FORMAT
	FORMATS
};

struct settings {
	struct pool pool;
	struct options options;         /* the library's, as far as they are known here */
	char *given;                    /* key=value:… to hand on to the library; "" */
	const char *documents[FORMATS]; /* files; NULL: none, "-": standard output */
	const char *log;                /* NULL: stderr */
	const char *keep;               /* NULL: a directory of our own */
	const char **suppressions;      /* files */
	size_t suppression_count;
	uint64_t limit; /* 0: as it is */
	int pid;        /* 0: all processes */
	bool leaks_given;
	bool gen_suppressions;
	bool wait;
	bool quiet;
	unsigned int verbose;
	char **rest; /* what stands after the options; ends with NULL */
	int rest_count;
};

/*
 * Reads argv[1] and on, after what FDWARDEN_OPTIONS says. Returns true to go
 * on; else *status is how to end (0 after --help, 2 after a complaint).
 */
bool settings_read(struct settings *, int argc, char **argv, bool is_report, int *status);
/* Is one of the documents wanted? */
bool settings_want_document(const struct settings *);

void settings_free(struct settings *);

/* FDWARDEN_OPTIONS alone, complaining about nothing. */
void settings_from_environment(struct settings *);

/* What the library's options say where no flag of the command does. */
void settings_take_over(struct settings *);

/* One line an option, to stdout. */
void settings_print_flags(bool is_report);

#endif

/* What all subcommands share: how they complain, and how they end. */
#ifndef FDWARDEN_COMMAND_H
#define FDWARDEN_COMMAND_H

#include "base/compiler.h"

#ifndef FDWARDEN_VERSION
#define FDWARDEN_VERSION "0.0.0"
#endif

enum status {
	STATUS_USAGE = 2,    /* a wrong command line */
	STATUS_FAILED = 125, /* fdwarden itself failed */
	STATUS_CANNOT_RUN = 126,
	STATUS_NOT_FOUND = 127,
};

/* The subcommand's name, for messages: "run"; NULL before it is known. */
extern const char *command_name;

/* One line on stderr: "fdwarden: run: …". */
void complain(const char *format, ...) printf_like(1, 2);

/* The subcommands: argv[0] is their name. They return the exit status. */
int cmd_run(int argc, char **argv);
int cmd_report(int argc, char **argv);

/* The usage of a subcommand, to stdout. */
void print_run_help(void);
void print_report_help(void);

#endif

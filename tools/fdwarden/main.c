/* fdwarden: the command. One row a subcommand; each lives in its cmd_NAME.c. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

const char *command_name;

static int cmd_help(int argc, char **argv);
static int cmd_version(int argc, char **argv);

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
	const char *meaning;
} commands[] = {
	{ "run", cmd_run, "run [OPTIONS] [--] PROGRAM [ARG...]",
	  "run PROGRAM and report its descriptor bugs" },
	{ "report", cmd_report, "report [OPTIONS] DIR",
	  "report once more, from ledgers that run --keep DIR kept" },
	{ "help", cmd_help, "help [COMMAND]", "this text, or the options of a command" },
	{ "version", cmd_version, "version", "the version" },
};

void complain(const char *format, ...)
{
	char line[8192];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* In one piece: other processes write to the same stderr. */
	(void)fprintf(stderr, "fdwarden: %s%s%s\n", command_name != NULL ? command_name : "",
		      command_name != NULL ? ": " : "", line);
}

static int print_help(void)
{
	printf("fdwarden finds and explains file descriptor bugs while a program runs.\n\n"
	       "Usage:\n");
	for (size_t i = 0; i < array_size(commands); i++)
		printf("  fdwarden %-38s %s\n", commands[i].usage, commands[i].meaning);
	printf("\nTry: fdwarden run PROGRAM. All options: fdwarden run --help, man fdwarden.\n");
	return 0;
}

static int cmd_help(int argc, char **argv)
{
	if (argc > 2) {
		complain("unexpected argument \"%s\"", argv[2]);
		return STATUS_USAGE;
	}
	if (argc < 2)
		return print_help();
	if (strcmp(argv[1], "run") == 0) {
		print_run_help();
	} else if (strcmp(argv[1], "report") == 0) {
		print_report_help();
	} else {
		for (size_t i = 0; i < array_size(commands); i++)
			if (strcmp(argv[1], commands[i].name) == 0)
				return print_help();
		complain("unknown command \"%s\" (see fdwarden --help)", argv[1]);
		return STATUS_USAGE;
	}
	return 0;
}

static int cmd_version(int argc, char **argv)
{
	if (argc > 1) {
		complain("unexpected argument \"%s\"", argv[1]);
		return STATUS_USAGE;
	}
	printf("fdwarden %s\n", FDWARDEN_VERSION);
	return 0;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;

	if (name == NULL) {
		complain("no command given (see fdwarden --help)");
		return STATUS_USAGE;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
		name = "version";
	for (size_t i = 0; i < array_size(commands); i++) {
		if (strcmp(name, commands[i].name) == 0) {
			command_name = commands[i].name;
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	complain("unknown %s \"%s\" (see fdwarden --help)", name[0] == '-' ? "option" : "command",
		 name);
	return STATUS_USAGE;
}

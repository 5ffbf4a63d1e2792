/*
 * The program gets its arguments as they were given, also those that look
 * like options, and its own name.
 *
 * args: --json -q "two words" "" --
 * stdout: [--json][-q][two words][][--]
 */
#include "case.h"

int main(int argc, char **argv)
{
	CHECK(strstr(argv[0], "clean_arguments"));
	for (int i = 1; i < argc; i++)
		printf("[%s]", argv[i]);
	putchar('\n');
	return 0;
}

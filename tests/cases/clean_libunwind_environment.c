/*
 * With libunwind in use, too, libc has been told of the arguments and of the
 * environment: environ, getenv, program_invocation_name.
 *
 * options: -o unwind=libunwind
 * args: one two
 */
#include "case.h"

int main(int argc, char **argv)
{
	CHECK(argc == 3 && strcmp(argv[1], "one") == 0);
	CHECK(environ && environ[0]);
	CHECK(getenv("PATH"));
	CHECK(program_invocation_name && strstr(program_invocation_name, "clean_libunwind"));
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

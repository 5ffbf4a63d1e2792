/*
 * A handler at exit closes the standard streams and looks at the result, as
 * gnulib's close_stdout does.
 *
 * stdout: output
 */
#include "case.h"

static void close_streams(void)
{
	if (fclose(stdin) != 0 || fclose(stdout) != 0)
		_exit(4);
	if (fclose(stderr) != 0)
		_exit(5);
}

int main(void)
{
	CHECK(atexit(close_streams) == 0);
	puts("output");
	return 0;
}

/*
 * The program's own backtrace() is glibc's, and sees its own frames alone.
 *
 * static: libc is no file of its own there
 */
#include "case.h"

#include <dlfcn.h>
#include <execinfo.h>

static __attribute__((noinline)) int depth_here(void)
{
	void *frames[64];
	Dl_info info;
	int count = backtrace(frames, 64);

	CHECK(dladdr((void *)backtrace, &info) && strstr(info.dli_fname, "libc.so"));
	return count;
}

int main(void)
{
	int before = depth_here();

	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(depth_here() == before);
	return 0;
}

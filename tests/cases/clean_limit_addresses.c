/*
 * The address space is limited (vsftpd does so for its children): what the program may
 * have of it, it gets, also in what it starts under that limit.
 *
 * stdout: all there
 */
#include "case.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define MIB ((size_t)1 << 20)

static int can_have(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at != MAP_FAILED && munmap(at, bytes) == 0;
}

int main(int argc, char **argv)
{
	struct rlimit limit = { 200 * MIB, RLIM_INFINITY };

	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	if (argc > 1) {
		CHECK(can_have(150 * MIB) && close(open("/dev/null", O_RDONLY)) == 0);
		return puts("all there") < 0;
	}
	CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
	CHECK(can_have(150 * MIB) && close(open("/dev/null", O_RDONLY)) == 0);
	execl("/proc/self/exe", argv[0], "again", (char *)NULL);
	return 1;
}

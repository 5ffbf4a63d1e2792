/*
 * What runs before __libc_start_main, a library's constructor for one, already
 * asks about the standard streams (libLLVM does, so rust-lld crashed).
 * musl: it runs no .preinit_array
 */
#include "case.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

static bool asked;

static void ask(int argc, char **argv, char **envp)
{
	struct stat st;

	(void)argc;
	(void)argv;
	(void)envp;
	(void)lseek(2, 0, SEEK_CUR);
	asked = fstat(0, &st) == 0 && isatty(2) >= 0;
}

__attribute__((section(".preinit_array"), used)) static void (*const before)(int, char **,
									     char **) = ask;

int main(void)
{
	CHECK(asked);
	return 0;
}

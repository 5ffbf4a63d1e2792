/* Memory and a descriptor leak; with an argument only the descriptor, with two nothing. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *volatile kept;

__attribute__((noinline)) static void leak_memory(void)
{
	kept = malloc(100);
	if (kept)
		memset(kept, 1, 100);
	kept = NULL;
}

__attribute__((noinline)) static int leak_descriptor(void)
{
	return open("/dev/null", O_RDONLY);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc == 1)
		leak_memory();
	if (argc <= 2 && leak_descriptor() < 0)
		return 99;
	return 0;
}

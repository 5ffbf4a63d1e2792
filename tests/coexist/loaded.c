/* Says whether the library that is named is in this process, and uses its malloc a little. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char *line = NULL;
	size_t room = 0;
	int found = 0;

	while (argc > 1 && getline(&line, &room, maps) > 0)
		found |= strstr(line, argv[1]) != NULL;
	fclose(maps);
	free(line);
	puts(found ? "loaded" : "not loaded");
	return 0;
}

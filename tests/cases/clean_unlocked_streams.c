/*
 * Streams used in every way that touches their descriptor: seeks, flushes,
 * changes of buffer, appended and read back.
 *
 * stdout: 20 bytes
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("data", "w+");
	char *line = NULL;
	size_t room = 0;

	CHECK(file && setvbuf(file, NULL, _IONBF, 0) == 0);
	CHECK(fputs("0123456789", file) >= 0 && fseek(file, 2, SEEK_SET) == 0);
	CHECK(getc(file) == '2' && fflush(file) == 0 && ftruncate(fileno(file), 5) == 0);
	CHECK(fclose(file) == 0);
	CHECK((file = fopen("data", "a+e")) && fputs("abcdefghijklmno", file) >= 0);
	rewind(file);
	printf("%zd bytes\n", getline(&line, &room, file));
	free(line);
	CHECK(fclose(file) == 0);
	file = fmemopen(NULL, 10, "w");
	CHECK(file && fclose(file) == 0);
	return 0;
}

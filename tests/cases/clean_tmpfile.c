/*
 * Temporary files, closed by their streams.
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 3; i++) {
		FILE *file = tmpfile();

		CHECK(file && fputs("text", file) >= 0);
		CHECK(fclose(file) == 0);
	}
	return 0;
}

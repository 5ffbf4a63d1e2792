/*
 * Commands read from and written to, two at a time, and reaped.
 */
#include "case.h"

int main(void)
{
	FILE *in = popen("echo word; exit 3", "r"), *out = popen("cat >copy", "w");
	char word[8];

	CHECK(in && out);
	CHECK(fscanf(in, "%7s", word) == 1 && fputs(word, out) >= 0);
	CHECK(WEXITSTATUS(pclose(in)) == 3 && pclose(out) == 0);
	in = popen("cat copy", "re");
	CHECK(in && fscanf(in, "%7s", word) == 1 && !strcmp(word, "word"));
	CHECK(pclose(in) == 0);
	return 0;
}

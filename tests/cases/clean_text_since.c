/*
 * What is asked for as text counts for nothing: not the file that the text goes
 * through, which would get the number that a bare system call has freed.
 */
#include "case.h"

#include "../../include/fdwarden.h"
#include "raw.h"

int main(void)
{
	struct fdw_mark mark = fdw_mark(FDW_PROCESS);
	struct fdw_stats before, after;
	char text[4096];
	int fd, other, there;

	fd = open("/dev/null", O_RDONLY);
	other = open("/dev/zero", O_RDONLY);
	there = fdw_stats(&before, sizeof(before));
	CHECK(fd > 2 && other > fd && raw_close(fd) == 0);
	CHECK(fdw_text_since(&mark, text, sizeof(text)) == there);
	CHECK(!there || (strstr(text, "/dev/zero") && !strstr(text, "/dev/null")));
	CHECK(fdw_text_since(&mark, text, sizeof(text)) == there);
	(void)fdw_stats(&after, sizeof(after));
	CHECK(!there || after.lost == before.lost + 1);
	close(other);
	CHECK(fdw_text_since(&mark, text, sizeof(text)) == 0 && text[0] == '\0');
	return 0;
}

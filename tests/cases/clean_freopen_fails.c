/*
 * freopen that fails has closed the stream: nothing stays open.
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("first", "w");

	CHECK(file);
	CHECK(!freopen("no/such/file", "r", file) && errno == ENOENT);
	return 0;
}

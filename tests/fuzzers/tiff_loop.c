/* Image after image in one process: AFL++'s persistent mode. */
#include <unistd.h>

#include "tiff.h"

__AFL_FUZZ_INIT();

int main(void)
{
	const unsigned char *image;

	__AFL_INIT();
	image = __AFL_FUZZ_TESTCASE_BUF;
	while (__AFL_LOOP(10000))
		(void)copy_bytes(image, __AFL_FUZZ_TESTCASE_LEN);
	return 0;
}

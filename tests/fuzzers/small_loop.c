/* Input after input on standard input, with a log that is opened before. */
#include <fcntl.h>
#include <unistd.h>

#include "small.h"

int main(void)
{
	unsigned char bytes[64];
	int log = open("/dev/null", O_WRONLY | O_CLOEXEC);

	while (log >= 0 && __AFL_LOOP(1000)) {
		ssize_t count = read(0, bytes, sizeof(bytes));

		handle(bytes, count > 0 ? (size_t)count : 0);
	}
	return 0;
}

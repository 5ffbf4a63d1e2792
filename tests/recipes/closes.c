/* A test that passes and closes what it opened. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	return close(open("/dev/null", O_RDONLY));
}

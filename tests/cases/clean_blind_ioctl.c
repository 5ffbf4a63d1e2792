/*
 * An ioctl that is in no table makes a descriptor (a device's own; here a library
 * stands in for its driver): an audit looks behind each, and says so.
 *
 * blind: ioctl fd=4 object=device path=/dev/null call=ioctl
 * stats: lost=1
 * options: -o audit=1
 * plugin: plugins/device.c
 * args: @PLUGIN@
 * shell: LD_PRELOAD="${@: -1}" exec "$@"
 * musl: its plugin would be preloaded into the command, too
 */
#include "case.h"

#include <sys/ioctl.h>

int main(void)
{
	int fd = open("/dev/zero", O_RDONLY);

	CHECK(fd == 3 && ioctl(fd, 0x4477, NULL) == 4 && close(fd) == 0);
	return 0;
}

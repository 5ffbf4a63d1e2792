// A C++ module in a C program: what it throws is caught in it, and it says whose
// unwinder it was bound to.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdexcept>
#include <string.h>
#include <unistd.h>
#include <unwind.h>

static int deep(int depth)
{
	if (depth == 0)
		throw std::runtime_error("deep");
	return deep(depth - 1) + 1;
}

extern "C" const char *plugin_unwinder(void)
{
	Dl_info info;
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	try {
		return deep(10) ? "not thrown" : "nor this";
	} catch (const std::exception &) {
		if (!dladdr(reinterpret_cast<void *>(&_Unwind_RaiseException), &info))
			return "unknown";
		const char *slash = strrchr(info.dli_fname, '/');
		return slash ? slash + 1 : info.dli_fname;
	}
}

/*
 * The destructor of a static C++ object closes.
 */
#include "case.h"

namespace {

class Log {
public:
	Log() : fd(open("log", O_WRONLY | O_CREAT, 0600)) { CHECK(fd >= 0); }
	~Log() { CHECK(close(fd) == 0); }
private:
	int fd;
};

Log log_file;

}

int main()
{
	return 0;
}

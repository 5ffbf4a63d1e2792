/*
 * A C++ class that closes in its destructor, and forgot to forbid copies.
 *
 * expect: double-close object=device
 *     "at=close@File::~File():AT<main:SCOPE" "closed=close@File::~File():AT<main:COPY"
 *     "opened=open@File::File(char const*):OPENED<main:MADE"
 */
#include "case.h"

class File {
public:
	explicit File(const char *path)
		: fd(open(path, O_RDONLY)) /* OPENED */
	{
		CHECK(fd >= 0);
	}
	~File()
	{
		close(fd); /* AT */
	}
	int number() const { return fd; }
private:
	int fd;
};

static __attribute__((noinline)) void use(File file)
{
	CHECK(file.number() >= 0);
}

int main()
{
	File file("/dev/null"); /* MADE */

	use(file); /* COPY */
	return 0;
} /* SCOPE */

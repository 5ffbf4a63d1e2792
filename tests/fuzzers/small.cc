// A target in C++.
#include <cstddef>
#include <cstdint>
#include <fstream>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::ifstream closed("/dev/null");

	if (size > 0 && data[0] == 'L')
		(void)new std::ifstream("/dev/null"); // leak
	return 0;
}

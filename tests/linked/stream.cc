/* A program that calls nothing by itself: libstdc++ does, and one stream is never closed. */
#include <fstream>
#include <iostream>

int main()
{
	std::ifstream closed("/proc/self/stat");
	std::string word;
	auto *kept = new std::ifstream("/proc/self/stat");

	try {
		if (!(closed >> word) || !(*kept >> word))
			return 99;
		throw word;
	} catch (const std::string &caught) {
		return caught == word ? 0 : 99;
	}
}

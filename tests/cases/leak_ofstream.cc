/*
 * A stream of C++'s library is made with new and never deleted.
 *
 * expect: leak object=file path=notes "opened=*main:OPENED"
 */
#include "case.h"

#include <fstream>

int main()
{
	std::ofstream *notes = new std::ofstream("notes"); /* OPENED */

	CHECK(*notes << "text" << std::flush);
	return 0;
}

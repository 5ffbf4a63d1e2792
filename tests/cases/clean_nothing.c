/*
 * A program that opens nothing.
 *
 * stdout: hello
 * stats: opens=0 closes=0 open=0
 */
#include "case.h"

int main(void)
{
	puts("hello");
	return 0;
}

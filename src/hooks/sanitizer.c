/*
 * What the shared library says to AddressSanitizer. Its shared runtime insists
 * on being the first of all libraries and ends the program otherwise; it works
 * behind us, too, and asks this function for its options. A program that
 * defines the function itself is asked instead.
 */
#include "hooks/hooks.h"

#ifndef FDWARDEN_STATIC

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "verify_asan_link_order=0";
}

#endif

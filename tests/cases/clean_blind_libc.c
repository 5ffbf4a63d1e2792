/*
 * What libc keeps for itself until it is told otherwise is known as its own.
 *
 * blind: libc fd=3 object=file path=/etc/passwd
 * blind: libc fd=4 object=file path=/etc/group
 * blind: libc fd=5 object=file path=/etc/hosts
 * stats: lost=3 opens=0
 * musl: its sethostent opens nothing
 */
#include "case.h"

#include <grp.h>
#include <netdb.h>
#include <pwd.h>

int main(void)
{
	CHECK(getpwent() && getgrent());
	sethostent(1);
	return 0;
}

/*
 * A stream whose descriptor was closed behind its back is disposed of where we do not
 * see it. The next one has its memory, and is closed once.
 *
 * expect: owner-mismatch object=file path=mine owner=FILE
 *     at=close@main:AT opened=fopen@main:OPENED owned=fopen@main:OPENED
 * ldflags: -ldl
 * static: it has no dlsym
 * musl: its libc has another name
 */
#include "case.h"

#include <dlfcn.h>
#include <gnu/lib-names.h>

int main(void)
{
	FILE *file = fopen("mine", "w"); /* OPENED */
	void *libc = dlopen(LIBC_SO, RTLD_NOW);
	int (*unseen_fclose)(FILE *);

	CHECK(file && libc);
	*(void **)&unseen_fclose = dlsym(libc, "fclose");
	CHECK(unseen_fclose);
	close(fileno(file)); /* AT */
	(void)unseen_fclose(file);
	file = fopen("next", "w");
	CHECK(file);
	CHECK(fclose(file) == 0);
	return 0;
}

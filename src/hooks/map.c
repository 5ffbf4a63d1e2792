/* mmap: with MAP_ANONYMOUS the descriptor is ignored, whatever it is (mmap(2)). */
#include "hooks/users.h"

hot void *HOOK(mmap)(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
	void *p = REAL(mmap)(at, size, prot, flags, fd, offset);

	if (unlikely(p == MAP_FAILED) && !(flags & MAP_ANONYMOUS))
		user_failed(CALL_mmap, fd, CALLER());
	return p;
}

hot void *HOOK(mmap64)(void *at, size_t size, int prot, int flags, int fd, off64_t offset)
{
	void *p = REAL(mmap64)(at, size, prot, flags, fd, offset);

	if (unlikely(p == MAP_FAILED) && !(flags & MAP_ANONYMOUS))
		user_failed(CALL_mmap64, fd, CALLER());
	return p;
}

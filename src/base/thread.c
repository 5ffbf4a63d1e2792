/* The state of the calling thread. */
#include "base/thread.h"

#include "base/sys.h"

thread_local_ie struct thread_self thread_self;

int thread_tid(void)
{
	if (unlikely(thread_self.tid == 0))
		thread_self.tid = sys_gettid();
	return thread_self.tid;
}

hot void thread_after_fork(void)
{
	thread_self.tid = 0;
	thread_self.run.length = 0;
}

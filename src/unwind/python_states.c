/*
 * The thread's states in other interpreters of the process (sub-interpreters).
 *
 * A thread has one state in each interpreter that it has run in, and
 * PyGILState_GetThisThreadState knows one of them: until 3.11 the first, since
 * then the one that runs. The others are in the interpreters' lists of
 * threads, which belong to whoever holds a lock that we do not take: so they
 * are copied by the kernel, which does not mind what has gone meanwhile. Only
 * a process with more than one interpreter ever comes here.
 */
#include "unwind/python.h"
#include "unwind/window.h"

#define INTERPRETERS_MAX 64
#define THREADS_MAX      1024

static uintptr_t copied(uintptr_t object, int offset)
{
	uintptr_t word;

	return object && window_copy(&word, object + (uintptr_t)offset, sizeof(word)) ? word : 0;
}

/* The state of `thread` in one interpreter, or 0. */
static uintptr_t state_in(const struct python_layout *l, uintptr_t interpreter, uintptr_t thread)
{
	uintptr_t state = copied(interpreter, l->interpreter_threads);

	for (int i = 0; state && i < THREADS_MAX; i++) {
		if (copied(state, l->state_thread) == thread)
			return state;
		state = copied(state, l->state_next);
	}
	return 0;
}

cold int python_states(const struct python_layout *l, uintptr_t own, uintptr_t *states, int max)
{
	uintptr_t thread = python_member(own, l->state_thread);
	uintptr_t interpreter = python_member(python.runtime, l->runtime_interpreters);
	bool own_first = l->minor >= 12;
	int count = 0;

	if (own_first)
		states[count++] = own;
	for (int i = 0; interpreter && i < INTERPRETERS_MAX && count < max - 1; i++) {
		uintptr_t state = state_in(l, interpreter, thread);

		if (state && state != own)
			states[count++] = state;
		interpreter = copied(interpreter, l->interpreter_next);
	}
	if (!own_first)
		states[count++] = own;
	return count;
}

/* Spellings of what the compiler offers beyond C11, each used for one thing. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define array_size(a)	(sizeof(a) / sizeof((a)[0]))

#define cold		__attribute__((cold, noinline))
/*
 * What runs in the child of a fork server for each input: together in the object, because
 * the kernel maps what lies around a page that is missed, and each miss costs more than
 * the hook that it is for.
 */
#define hot		__attribute__((hot))
#define must_inline	inline __attribute__((always_inline))
#define never_inline	__attribute__((noinline))
/*
 * Large data that begins as zero, behind all the small: what a start writes to is on
 * few pages then, and each is a page fault of about a us. The compiler knows the name.
 */
#define large_bss	__attribute__((section(".sbss.large")))
#define printf_like(f, a) __attribute__((format(printf, f, a)))

/*
 * Data that every event reads and hardly anybody writes: together, wherever it is
 * defined, for the caches are the kernel's whenever we come.
 */
#define hot_data __attribute__((section("fdw_hot")))

/*
 * Thread-local data of the library: initial-exec, because the dynamic model
 * may allocate at a thread's first access, and the first access is in a hook.
 */
#define thread_local_ie	__thread __attribute__((tls_model("initial-exec")))

/* Atomics, always with their ordering in the name. */
#define load_relaxed(p)		__atomic_load_n((p), __ATOMIC_RELAXED)
#define load_acquire(p)		__atomic_load_n((p), __ATOMIC_ACQUIRE)
#define store_relaxed(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define store_release(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define add_relaxed(p, v)	__atomic_fetch_add((p), (v), __ATOMIC_RELAXED)
#define sub_relaxed(p, v)	__atomic_fetch_sub((p), (v), __ATOMIC_RELAXED)
#define exchange_acq_rel(p, v)	__atomic_exchange_n((p), (v), __ATOMIC_ACQ_REL)
#define cas_acq_rel(p, old, new)                                               \
	__atomic_compare_exchange_n((p), (old), (new), false,                  \
				    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)

#endif

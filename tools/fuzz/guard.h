/*
 * libfdwarden-fuzz.a: what a fuzz target is linked with, so that each input is
 * checked with no change to the target. It stands on include/fdwarden.h alone.
 *
 * One input at a time, in one thread; the target may have more. A target
 * that keeps a descriptor (a cache, a log) has a place where it opens it, and each
 * place an allowance: how many it may have open between two inputs. A place that has
 * more is at fault.
 */
#ifndef FUZZ_GUARD_H
#define FUZZ_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "fdwarden.h"

/* The code in this section calls the target: the frames outside it are the fuzzer's. */
#define CALLS_TARGET __attribute__((noinline, section("fdwarden_calls_target")))

/* Around an input. What is opened outside of it is the fuzzer's own, and no leak. */
struct fdw_mark guard_begin(void);
void guard_end(void);

/* True while the target may still fill its caches: this many inputs, or option fuzz_warmup. */
bool guard_is_warm_up(unsigned long by_default);

/*
 * What was opened since and is still open: true if a place has more open than
 * it may. Findings of other kinds that wait are told first, and end the process.
 */
bool guard_over(const struct fdw_mark *since);

/* What each place has open now is what it may have open: false if for one that is too many. */
bool guard_learn(void);

/*
 * Reports what places at fault opened since, and aborts. Comes back where all of it is
 * suppressed.
 */
void guard_fail(const struct fdw_mark *since);

#endif

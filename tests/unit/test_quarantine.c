/* model/quarantine: first in first out, in batches; full, off, shared by threads. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "base/thread.h"
#include "model/quarantine.h"

static struct quarantine q;

static void push(int from, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		assert_true(quarantine_push(&q, from + (int)i));
}

static void expect_pop(bool all, int from, unsigned int count)
{
	int fds[QUARANTINE_BATCH];

	assert_int_equal(quarantine_pop(&q, all, fds), count);
	for (unsigned int i = 0; i < count; i++)
		assert_int_equal(fds[i], from + (int)i);
}

static void a_batch_is_due_when_it_is_whole(void **state)
{
	(void)state;
	quarantine_start(&q, 100);
	push(0, 100 + QUARANTINE_BATCH - 1);
	assert_false(quarantine_due(&q));
	push(100 + QUARANTINE_BATCH - 1, 1);
	assert_true(quarantine_due(&q));
	expect_pop(false, 0, QUARANTINE_BATCH);
	assert_false(quarantine_due(&q));
	assert_int_equal(q.count, 100);
}

static void what_is_kept_is_not_given(void **state)
{
	(void)state;
	quarantine_start(&q, 4);
	push(10, 4);
	expect_pop(false, 0, 0);
	push(14, 3);
	expect_pop(false, 10, 3);
	expect_pop(false, 0, 0);
	expect_pop(true, 13, 4);
	expect_pop(true, 0, 0);
}

static void all_comes_in_batches_oldest_first(void **state)
{
	(void)state;
	quarantine_start(&q, 100);
	push(0, 2 * QUARANTINE_BATCH + 5);
	expect_pop(true, 0, QUARANTINE_BATCH);
	expect_pop(true, (int)QUARANTINE_BATCH, QUARANTINE_BATCH);
	expect_pop(true, (int)(2 * QUARANTINE_BATCH), 5);
	expect_pop(true, 0, 0);
	assert_int_equal(q.count, 0);
}

/* The ring goes round some times, and the order stays. */
static void the_order_survives_the_end_of_the_ring(void **state)
{
	int next = 0;

	(void)state;
	quarantine_start(&q, 50);
	push(0, 50);
	while (next < 5000) {
		push(next + 50, QUARANTINE_BATCH);
		expect_pop(false, next, QUARANTINE_BATCH);
		next += (int)QUARANTINE_BATCH;
	}
	assert_int_equal(q.count, 50);
}

static void a_full_ring_takes_no_more(void **state)
{
	const unsigned int room = array_size(q.ring);

	(void)state;
	quarantine_start(&q, QUARANTINE_MAX);
	push(0, room);
	assert_false(quarantine_push(&q, 9999));
	assert_int_equal(q.count, room);
	expect_pop(true, 0, QUARANTINE_BATCH);
	push((int)room, QUARANTINE_BATCH);
	assert_false(quarantine_push(&q, 9999));
	for (unsigned int at = QUARANTINE_BATCH; at < room; at += QUARANTINE_BATCH)
		expect_pop(true, (int)at, QUARANTINE_BATCH);
}

static void no_more_are_kept_than_there_is_room_for(void **state)
{
	(void)state;
	quarantine_start(&q, 65536);
	assert_int_equal(q.most, QUARANTINE_MAX);
	push(0, QUARANTINE_MAX + QUARANTINE_BATCH);
	assert_true(quarantine_due(&q));
	expect_pop(false, 0, QUARANTINE_BATCH);
}

static void off_takes_nothing(void **state)
{
	(void)state;
	quarantine_start(&q, 0);
	assert_false(quarantine_push(&q, 3));
	expect_pop(true, 0, 0);
	assert_int_equal(q.count, 0);
}

/* A signal handler over the lock's holder gets "no" at once. */
static void a_handler_over_the_holder_is_told_no(void **state)
{
	(void)state;
	quarantine_start(&q, 4);
	push(10, 2);
	thread_self.locked = 1;
	assert_false(quarantine_push(&q, 12));
	expect_pop(true, 0, 0);
	assert_int_equal(thread_self.locked, 1);
	thread_self.locked = 0;
	expect_pop(true, 10, 2);
	assert_int_equal(thread_self.locked, 0);
}

/* A handler that jumped out of the holder leaves it held for good. */
static void a_lock_that_is_never_given_up_is_not_waited_for_forever(void **state)
{
	(void)state;
	quarantine_start(&q, 4);
	push(10, 2);
	q.lock = 1;
	assert_false(quarantine_push(&q, 12));
	expect_pop(true, 0, 0);
	assert_int_equal(thread_self.locked, 0);
	q.lock = 0;
	expect_pop(true, 10, 2);
}

static void a_forked_child_has_the_lock_free(void **state)
{
	(void)state;
	quarantine_start(&q, 4);
	push(10, 2);
	q.lock = 1;
	quarantine_after_fork(&q);
	expect_pop(true, 10, 2);
}

static void a_forked_child_drops_a_torn_ring(void **state)
{
	(void)state;
	quarantine_start(&q, 4);
	push(10, 2);
	q.count = array_size(q.ring) + 1;
	quarantine_after_fork(&q);
	expect_pop(true, 0, 0);
	push(10, 2);
	q.first = array_size(q.ring);
	quarantine_after_fork(&q);
	expect_pop(true, 0, 0);
	assert_int_equal(q.count, 0);
}

/* ---- Threads ----------------------------------------------------------- */

#define THREADS 4
#define EACH    20000

static int seen[THREADS * EACH];

static void give_back(bool all)
{
	int fds[QUARANTINE_BATCH];
	unsigned int n = quarantine_pop(&q, all, fds);

	for (unsigned int i = 0; i < n; i++)
		(void)add_relaxed(&seen[fds[i]], 1);
}

static void *come_and_go(void *arg)
{
	int self = (int)(intptr_t)arg;

	for (int i = 0; i < EACH; i++) {
		while (!quarantine_push(&q, self * EACH + i))
			give_back(true);
		if (quarantine_due(&q))
			give_back(false);
	}
	return NULL;
}

static void threads_lose_nothing_and_get_nothing_twice(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	quarantine_start(&q, 64);
	for (intptr_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, come_and_go, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	while (q.count > 0)
		give_back(true);
	for (int i = 0; i < THREADS * EACH; i++)
		assert_int_equal(seen[i], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(a_batch_is_due_when_it_is_whole),
		fdw_cmocka_test(what_is_kept_is_not_given),
		fdw_cmocka_test(all_comes_in_batches_oldest_first),
		fdw_cmocka_test(the_order_survives_the_end_of_the_ring),
		fdw_cmocka_test(a_full_ring_takes_no_more),
		fdw_cmocka_test(no_more_are_kept_than_there_is_room_for),
		fdw_cmocka_test(off_takes_nothing),
		fdw_cmocka_test(a_handler_over_the_holder_is_told_no),
		fdw_cmocka_test(a_lock_that_is_never_given_up_is_not_waited_for_forever),
		fdw_cmocka_test(a_forked_child_has_the_lock_free),
		fdw_cmocka_test(a_forked_child_drops_a_torn_ring),
		fdw_cmocka_test(threads_lose_nothing_and_get_nothing_twice),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}

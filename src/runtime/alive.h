/*
 * The word that reads 1 in a process and 0 in its forked child, by the kernel's doing
 * (MADV_WIPEONFORK): a fork that passed by our hooks is noticed at the next event,
 * without a system call. It reads 0, too, while there are strangers (strangers.c), and
 * ALIVE_ALWAYS where there is no such word.
 */
#ifndef RUNTIME_ALIVE_H
#define RUNTIME_ALIVE_H

#include "base/compiler.h"

#define ALIVE_ALWAYS 2

/* Once, before the runtime is live: makes the word. */
void alive_start(void);

/* While strangers are there, each event asks whose it is. */
void alive_ask(bool yes);

/*
 * In a forked child, first: false if an event came before the hook of fork did (a
 * handler of pthread_atfork), and the child knows already.
 */
bool alive_is_news(void);
void alive_after_fork(void);

/*
 * Before the fork of a child that lives for one input: it does without the word, for a page
 * of its own is too much, and asks where there is something to report (alive_look).
 */
void alive_rest(void);
void alive_again(void);
void alive_look(void);

#endif

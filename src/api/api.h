/*
 * What the files of the public API share: the ledger's records as the
 * structures of fdwarden.h. The contracts of the public functions stand there.
 *
 * Contract: any thread, signal handlers; errno is untouched.
 */
#ifndef API_API_H
#define API_API_H

#include "fdwarden.h"
#include "runtime/check.h"
#include "runtime/runtime.h"

/* The slot of an open number, or NULL. */
struct ledger_slot *api_open_slot(int fd);

void api_stack(struct fdw_stack *, enum stack_role, const struct ledger_event *);
void api_info(struct fdw_info *, int fd, struct ledger_slot *);

/* Copies what the caller has room for. */
void api_copy(void *to, size_t to_bytes, const void *from, size_t from_bytes);

/* Tells the callback of the leaks in a selection; how many descriptors. */
unsigned int api_tell_leaks(const struct selection *);

#endif

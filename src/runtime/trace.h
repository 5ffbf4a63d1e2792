/*
 * -o trace=FILE: a line for each descriptor that the ledger enters or closes,
 * in the order of the calls of each thread:
 *
 *	PID TID + FD CALL	made, written after the call
 *	PID TID - FD CALL	closed, written before the call
 *
 * Written by one system call each, pwritev2, which programs hardly use: a
 * tracer of system calls sees the line beside the call that it is about, and can
 * leave all other writing out.
 */
#ifndef RUNTIME_TRACE_H
#define RUNTIME_TRACE_H

#include "runtime/runtime.h"

void trace_start(void);
/* Not `cold`: gcc 12 then takes the whole way to it for cold. */
void trace_write(char sign, int fd, uint16_t call);

static must_inline bool trace_wanted(void)
{
	return runtime.own.fd[OWN_TRACE] >= 0;
}

static must_inline void trace_made(int fd, uint16_t call)
{
	if (unlikely(trace_wanted()))
		trace_write('+', fd, call);
}

static must_inline void trace_closed(int fd, uint16_t call)
{
	if (unlikely(trace_wanted()))
		trace_write('-', fd, call);
}

#endif

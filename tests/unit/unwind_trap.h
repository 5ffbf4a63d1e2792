/*
 * The trap flag of x86-64: while it is set the CPU raises SIGTRAP after each
 * instruction. Set and cleared by way of the stack, below the red zone.
 */
#ifndef TESTS_UNWIND_TRAP_H
#define TESTS_UNWIND_TRAP_H

#include "base/compiler.h"

#if defined(__x86_64__)

#define TRAP_FLAG 0x100

static must_inline void trap_on(void)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\torq %0, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp" ::"i"(TRAP_FLAG)
			 : "memory", "cc");
}

static must_inline void trap_off(void)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq %0, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp" ::"i"(~TRAP_FLAG)
			 : "memory", "cc");
}

#endif

#endif

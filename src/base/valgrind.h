/*
 * Is this process run by Valgrind? It complains of system calls that are given
 * addresses of no memory, which some of ours are on purpose.
 *
 * The question is its client request RUNNING_ON_VALGRIND (manual, "The Client
 * Request mechanism"): a sequence of rotations that changes nothing on a CPU, and
 * that Valgrind answers.
 */
#ifndef BASE_VALGRIND_H
#define BASE_VALGRIND_H

#include "base/compiler.h"

#define VALGRIND_RUNNING 0x1001

static inline bool is_under_valgrind(void)
{
	const uintptr_t request[6] = { VALGRIND_RUNNING };
#if defined(__x86_64__)
	register uintptr_t answer __asm__("rdx") = 0;
	register const uintptr_t *arguments __asm__("rax") = request;

	__asm__ volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\t"
			 "rolq $61, %%rdi\n\trolq $51, %%rdi\n\t"
			 "xchgq %%rbx, %%rbx"
			 : "+r"(answer)
			 : "r"(arguments)
			 : "cc", "memory");
#elif defined(__aarch64__)
	register uintptr_t answer __asm__("x3") = 0;
	register const uintptr_t *arguments __asm__("x4") = request;

	__asm__ volatile("ror x12, x12, #3\n\tror x12, x12, #13\n\t"
			 "ror x12, x12, #51\n\tror x12, x12, #61\n\t"
			 "orr x10, x10, x10"
			 : "+r"(answer)
			 : "r"(arguments)
			 : "cc", "memory");
#endif
	return answer != 0;
}

#endif

/*
 * What unwinding must know of a CPU: the numbers that DWARF gives its
 * registers, and what the kernel leaves on the stack under a signal handler.
 */
#ifndef UNWIND_ARCH_H
#define UNWIND_ARCH_H

#include "base/compiler.h"

/* Nobody maps the lowest 64 KiB (vm.mmap_min_addr): no code there. */
#define ARCH_PC_MIN 0x10000

/*
 * An ordinary frame: CFA = sp or fp + cfa_off, the return address stored at
 * CFA + pc_off, the caller's fp at CFA + fp_off or still in its register. The
 * table (cfi.h) has ARCH_SIZE_BITS of `size` and 6 of `save` for all of it, which
 * arch_pack() fills, false if it does not fit, and the arch_*_at() read.
 */
struct plain {
	int32_t cfa_off;
	int32_t pc_off;
	int32_t fp_off;
	bool from_fp;
	bool fp_saved;
};

#define ARCH_SAVE_BITS 6

#if defined(__x86_64__)

/* System V ABI, AMD64 supplement, figure 3.36. */
enum {
	ARCH_FP = 6,
	ARCH_SP = 7,
	ARCH_RA = 16, /* the column of the return address */
	ARCH_PC = 16,
	ARCH_REGS = 17,
};

/* A call pushes its return address: no frame is empty. */
#define ARCH_FRAME_MIN 8

/* From a return address into the call before it. Addresses of code are multiples of 1. */
#define ARCH_BACK     1
#define ARCH_PC_SHIFT 0

#define ARCH_SIZE_BITS 17 /* a frame of a MiB */

/* An address as it is used: here, as it is stored. */
static must_inline uintptr_t arch_strip(uintptr_t pc)
{
	return pc;
}

/* mov $15,%rax; syscall: a signal trampoline, known by its first eight bytes. */
#define ARCH_TRAMPOLINE 0x0f0000000fc0c748ul

/*
 * In a trampoline the stack pointer points at a ucontext_t, whose registers
 * begin at 40, in the kernel's order (asm/sigcontext.h).
 */
static inline uintptr_t arch_signal_offset(unsigned int reg)
{
	static const uint8_t order[ARCH_REGS] = {
		13, 12, 14, 11, 9, 8, 10, 15, 0, 1, 2, 3, 4, 5, 6, 7, 16,
	};

	return 40u + 8u * order[reg];
}

/* The return address is at CFA - 8. size: CFA, save: fp below the CFA, in words. */
static inline bool arch_pack(const struct plain *p, uint32_t *size, uint32_t *save)
{
	int32_t fp_off = p->fp_saved ? -p->fp_off : 0;

	*size = (uint32_t)p->cfa_off / 8;
	*save = (uint32_t)fp_off / 8;
	return p->pc_off == -8 && p->cfa_off >= 0 && p->cfa_off % 8 == 0 &&
	       *size < 1u << ARCH_SIZE_BITS && fp_off >= 0 && fp_off % 8 == 0 &&
	       *save < 1u << ARCH_SAVE_BITS && (*save > 0) == p->fp_saved;
}

static must_inline uintptr_t arch_cfa_at(uintptr_t base, uint64_t size)
{
	return base + 8 * size;
}

static must_inline uintptr_t arch_pc_at(uintptr_t base, uintptr_t cfa, uint64_t size, uint64_t save)
{
	(void)base;
	(void)size;
	(void)save;
	return cfa - 8;
}

static must_inline bool arch_fp_saved(uint64_t save)
{
	return save;
}

static must_inline uintptr_t arch_fp_at(uintptr_t pc_at, uintptr_t cfa, uint64_t save)
{
	(void)pc_at;
	return cfa - 8 * save;
}

#elif defined(__aarch64__)

/* DWARF for the Arm 64-bit Architecture, section 4.1. */
enum {
	ARCH_FP = 29,
	ARCH_SP = 31,
	ARCH_RA = 30,
	ARCH_PC = 32,
	ARCH_REGS = 33,
};

/* A leaf function may have no frame at all. */
#define ARCH_FRAME_MIN  0

/* From a return address to the call before it. Addresses of code are multiples of 4. */
#define ARCH_BACK       4
#define ARCH_PC_SHIFT   2

#define ARCH_SIZE_BITS 19 /* of 128 KiB */

/* A signed return address (PAC) has the signature above its 48 bits. */
static must_inline uintptr_t arch_strip(uintptr_t pc)
{
	return pc & 0xfffffffffffful;
}

/* mov x8,#139; svc #0: the vdso's trampoline, which has no unwind table. */
#define ARCH_TRAMPOLINE 0xd4000001d2801168ul

/*
 * In a trampoline the stack pointer points at a siginfo_t of 128 bytes and a
 * ucontext_t, whose x0 to x30, sp and pc begin at 184 (asm/sigcontext.h).
 */
static inline uintptr_t arch_signal_offset(unsigned int reg)
{
	return 312u + 8u * reg;
}

/*
 * The return address follows the caller's fp, if that is stored at all. In
 * size, 13 bits: the CFA, in pairs of words; 6 bits, and 5 of save: where the
 * return address is above the base, in words. Lowest bit of save: fp is stored.
 */
static inline bool arch_pack(const struct plain *p, uint32_t *size, uint32_t *save)
{
	int32_t pc_at = p->cfa_off + p->pc_off;

	*size = (uint32_t)p->cfa_off / 16 | (uint32_t)pc_at / 8 >> 5 << 13;
	*save = ((uint32_t)pc_at / 8 & 31) << 1 | p->fp_saved;
	return p->cfa_off >= 0 && p->cfa_off % 16 == 0 && p->cfa_off / 16 < 1 << 13 && pc_at >= 0 &&
	       pc_at % 8 == 0 && pc_at / 8 < 1 << 11 &&
	       (!p->fp_saved || p->fp_off == p->pc_off - 8);
}

static must_inline uintptr_t arch_cfa_at(uintptr_t base, uint64_t size)
{
	return base + 16 * (size & 0x1fff);
}

static must_inline uintptr_t arch_pc_at(uintptr_t base, uintptr_t cfa, uint64_t size, uint64_t save)
{
	(void)cfa;
	return base + 8 * (size >> 13 << 5 | save >> 1);
}

static must_inline bool arch_fp_saved(uint64_t save)
{
	return save & 1;
}

static must_inline uintptr_t arch_fp_at(uintptr_t pc_at, uintptr_t cfa, uint64_t save)
{
	(void)cfa;
	(void)save;
	return pc_at - 8;
}

#endif
#endif

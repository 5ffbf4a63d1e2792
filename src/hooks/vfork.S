/*
 * vfork. The child runs on the parent's stack and returns from this function
 * before the parent does, so it cannot be written in C: the return address is
 * kept in a register over the system call.
 *
 * All that the hook adds is thread_self.vfork_child, which the child sets for
 * itself and the parent puts back: memory is shared, descriptors are not, and
 * what the child closes must not reach the ledger. It is the first member of
 * thread_self (base/thread.h). vforks nest: the old value is restored. Not
 * before the call: while a signal is on its way to the parent, its handler is
 * run first and the call is made again.
 *
 * With user-mode shadow stacks the child's return would leave the parent's
 * shadow stack one entry short; glibc's own vfork handles that, this one is
 * for processes without.
 */
#ifdef FDWARDEN_STATIC
#define VFORK __wrap_vfork
#else
#define VFORK vfork
#endif

	.section .note.GNU-stack, "", %progbits
	.text

#if defined(__x86_64__)

	.globl VFORK
	.type VFORK, @function
	.p2align 4
VFORK:
	.cfi_startproc
	endbr64
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	.cfi_register %rip, %rdi
	movq	thread_self@gottpoff(%rip), %rsi
	movl	%fs:(%rsi), %r8d
	movl	$58, %eax		/* SYS_vfork */
	syscall
	pushq	%rdi
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rip, 0
	testl	%eax, %eax
	jz	3f
	movl	%r8d, %fs:(%rsi)	/* the parent, or the call failed */
	cmpl	$-4095, %eax
	jae	2f
1:	ret
3:	movl	$1, %fs:(%rsi)
	ret
2:	negl	%eax
	pushq	%rax
	.cfi_adjust_cfa_offset 8
	call	__errno_location@PLT
	popq	%rcx
	.cfi_adjust_cfa_offset -8
	movl	%ecx, (%rax)
	movl	$-1, %eax
	ret
	.cfi_endproc
	.size VFORK, . - VFORK

#elif defined(__aarch64__)

	.globl VFORK
	.type VFORK, %function
	.p2align 2
VFORK:
	.cfi_startproc
	hint	#34			/* bti c */
	mrs	x9, tpidr_el0
	adrp	x10, :gottprel:thread_self
	ldr	x10, [x10, #:gottprel_lo12:thread_self]
	add	x9, x9, x10
	ldr	w11, [x9]
	mov	x0, #0x4111		/* CLONE_VM | CLONE_VFORK | SIGCHLD */
	mov	x1, #0
	mov	x2, #0
	mov	x3, #0
	mov	x4, #0
	mov	x8, #220		/* SYS_clone */
	svc	#0
	cbz	x0, 3f
	str	w11, [x9]		/* the parent, or the call failed */
	cmn	x0, #4095
	b.hs	2f
1:	ret
3:	mov	w12, #1
	str	w12, [x9]
	ret
2:	stp	x29, x30, [sp, #-32]!
	.cfi_adjust_cfa_offset 32
	.cfi_rel_offset x29, 0
	.cfi_rel_offset x30, 8
	neg	w0, w0
	str	w0, [sp, #16]
	bl	__errno_location
	ldr	w1, [sp, #16]
	str	w1, [x0]
	mov	x0, #-1
	ldp	x29, x30, [sp], #32
	.cfi_adjust_cfa_offset -32
	.cfi_restore x29
	.cfi_restore x30
	ret
	.cfi_endproc
	.size VFORK, . - VFORK

#endif

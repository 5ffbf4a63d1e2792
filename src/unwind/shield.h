/*
 * The shield between libunwind and the program's descriptors.
 *
 * To find out whether memory is readable, libunwind (1.6.2, src/x86_64/
 * Ginit.c) opens a pipe at its first use, and later writes from the address
 * in question to the one number and reads from the other, whoever owns them
 * by then. It calls pipe2, read and close by its PLT and write by libc's
 * syscall(). shield_install() points those PLT entries at functions that need
 * no descriptor: the pipe gets two numbers that no process can have, a write
 * to it asks the kernel whether the byte is readable, a read finds it empty.
 * So none of these calls reaches a hook or the kernel's descriptor table.
 *
 * The four functions behind them answer like the kernel, -errno on failure;
 * for a number that is not the pipe's they make the real system call. Any
 * thread, any signal handler.
 */
#ifndef UNWIND_SHIELD_H
#define UNWIND_SHIELD_H

#include "base/compiler.h"

int unwind_shield_pipe2(int fds[2]);
ssize_t unwind_shield_write(int fd, const void *buf, size_t size);
ssize_t unwind_shield_read(int fd, void *buf, size_t size);
int unwind_shield_close(int fd);

/*
 * Points the calls of one loaded object, a handle of dlopen's, at the shield.
 * At start only. 0, or -errno and libunwind must not be used.
 */
int shield_install(void *handle);

#endif

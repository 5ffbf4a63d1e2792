/*
 * The functions of string.h that the shared library uses, its own: hidden, so that
 * the program's cannot take their place. A sanitizer's runtime in the program has
 * interceptors of these names; ThreadSanitizer's call through a null pointer
 * before its own start, which is after ours, and AddressSanitizer's would report
 * what we do as the program's doing. Plain loops: what we move is short.
 *
 * The archive takes libc's, as everything in that link does, and so do the
 * command and the unit tests (PIE).
 */
#if !defined(FDWARDEN_STATIC) && !defined(__PIE__)

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Words at any address. */
typedef uint64_t word __attribute__((aligned(1), may_alias));

/* Keeps the compiler from seeing in a loop the function that the loop defines. */
#define NOT_A_CALL() __asm__ volatile("")

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	for (; size >= sizeof(word); size -= sizeof(word)) {
		*(word *)t = *(const word *)f;
		t += sizeof(word);
		f += sizeof(word);
		NOT_A_CALL();
	}
	for (; size; size--) {
		*t++ = *f++;
		NOT_A_CALL();
	}
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	if ((uintptr_t)to - (uintptr_t)from >= size)
		return memcpy(to, from, size);
	while (size) {
		size--;
		t[size] = f[size];
		NOT_A_CALL();
	}
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	unsigned char *t = to;

	for (; size >= sizeof(word); size -= sizeof(word)) {
		*(word *)t = 0x0101010101010101u * (unsigned char)byte;
		t += sizeof(word);
		NOT_A_CALL();
	}
	for (; size; size--) {
		*t++ = (unsigned char)byte;
		NOT_A_CALL();
	}
	return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const unsigned char *x = a, *y = b;

	for (; size >= sizeof(word) && *(const word *)x == *(const word *)y; size -= sizeof(word)) {
		x += sizeof(word);
		y += sizeof(word);
	}
	for (; size; size--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

void *memchr(const void *in, int byte, size_t size)
{
	const unsigned char *p = in;

	for (; size; size--, p++) {
		if (*p == (unsigned char)byte)
			return (void *)p;
	}
	return NULL;
}

size_t strlen(const char *s)
{
	size_t length = 0;

	while (s[length]) {
		length++;
		NOT_A_CALL();
	}
	return length;
}

int strcmp(const char *a, const char *b)
{
	for (; *a && *a == *b; a++)
		b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t size)
{
	for (; size && *a && *a == *b; a++, b++)
		size--;
	return size ? (unsigned char)*a - (unsigned char)*b : 0;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}

char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	do {
		if (*s == (char)c)
			found = s;
	} while (*s++);
	return (char *)found;
}

size_t strspn(const char *s, const char *accept)
{
	size_t length = 0;

	while (s[length] && strchr(accept, s[length]))
		length++;
	return length;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t length = 0;

	while (s[length] && !strchr(reject, s[length]))
		length++;
	return length;
}

char *strstr(const char *s, const char *wanted)
{
	size_t length = strlen(wanted);

	for (; strncmp(s, wanted, length) != 0; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}

char *strcpy(char *restrict to, const char *restrict from)
{
	memcpy(to, from, strlen(from) + 1);
	return to;
}

#endif

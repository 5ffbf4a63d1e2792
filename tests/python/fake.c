/*
 * Exports what CPython exports, and has nothing behind it: VERSION is what it
 * says it is, the argument chooses what its thread state points to. Leaks a
 * descriptor, so that there is a stack, and ends with status 0.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT const uint32_t Py_Version = VERSION;
EXPORT uint64_t _PyRuntime[128];
EXPORT char PyCode_Type[512], PyUnicode_Type[512], PyBytes_Type[512];

/* 3.11: PyThreadState.cframe 56, _PyCFrame.current_frame 8. */
static uintptr_t state[64], cframe[4], frame[32], code[64], text[32], table[32];

EXPORT void *PyGILState_GetThisThreadState(void)
{
	return state;
}

static void good(void)
{
	state[7] = (uintptr_t)cframe;
	cframe[1] = (uintptr_t)frame;
	frame[4] = (uintptr_t)code;	/* f_code */
	frame[6] = 0;			/* previous */
	frame[7] = (uintptr_t)code + 184;
	code[1] = (uintptr_t)PyCode_Type;
	code[14] = code[15] = code[16] = (uintptr_t)text;
	code[17] = (uintptr_t)table;
	text[1] = (uintptr_t)PyUnicode_Type;
	text[2] = 5;
	text[4] = 1 << 2 | 0x20 | 0x40;
	memcpy(&text[6], "hello", 6);
	table[1] = (uintptr_t)PyBytes_Type;
	table[2] = 8;
}

int main(int argc, char **argv)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uintptr_t nowhere = (uintptr_t)page + 4096;

	mprotect(page + 4096, 4096, PROT_NONE);
	good();
	switch (argc > 1 ? atoi(argv[1]) : 0) {
	case 1: state[7] = nowhere; break;
	case 2: cframe[1] = nowhere - 64; break; /* over the edge */
	case 3: cframe[1] = 0xdead000000000000; break;
	case 4: cframe[1] = (uintptr_t)frame + 1; break;
	case 5: frame[6] = (uintptr_t)frame; break; /* round and round */
	case 6: frame[4] = nowhere - 16; break;
	case 7: code[14] = nowhere - 40; break;
	case 8: text[2] = 1ull << 60; break;
	case 9: table[2] = 1ull << 60; break;
	case 10: code[17] = nowhere - 8; break;
	case 11: code[1] = 0; frame[7] = 0; break;
	}
	if (open("/dev/null", O_RDONLY) < 0)
		return 1;
	return open("/dev/null", O_RDONLY) < 0;
}

#!/bin/sh
# Valgrind says nothing of us, and its verdict on a program is what it was.
# needs: valgrind gcc
set -eu

cat >program.c <<'C'
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void *thread(void *none)
{
	close(open("/dev/null", O_RDONLY));
	return none;
}

int main(int argc, char **argv)
{
	pthread_t id;
	char *memory = malloc(8);

	pthread_create(&id, NULL, thread, NULL);
	pthread_join(id, NULL);
	free(memory);
	return argc > 1 && memory[0];
}
C
gcc -g -o program program.c -pthread
valgrind -q --error-exitcode=9 ./program 2>&1 && echo "status $?"
valgrind -q --error-exitcode=9 ./program x >/dev/null 2>&1 || echo "status $?"
valgrind -q --error-exitcode=9 --leak-check=full cat /etc/hostname >/dev/null && echo "status $?"

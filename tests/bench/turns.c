/*
 * The time from an input to its result, of fork servers (AFL++'s) that take turns:
 *
 *	turns INPUTS FILE PROGRAM[:PRELOAD]...
 *
 * All get the same input, in spells of a few, each round begun by another one. So they
 * share what else the machine does, which whole runs one after the other do not; and as in a
 * fuzzer each has the processor's caches to itself, but for the first input of a spell, which
 * does not count. A line for each: the quartiles in microseconds. With TURNS_PERSISTENT the input is in shared memory, and
 * a process takes many; without, it is the program's argument, and a process takes one.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>

#define MAP_BYTES	65536
#define INPUT_BYTES	(1 << 20)
#define WARM_UP		20
#define SPELL		20
#define SERVERS		8
/* The numbers and words of AFL++'s protocol. */
#define COMMANDS	198
#define ANSWERS		199
#define INPUT_IS_SHARED 0x81000001u

struct server {
	int commands, answers;
	pid_t pid;
	void *map;
	double *took;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Shared memory that the server finds by its id, and that goes when the last one has gone. */
static void *share(const char *name, size_t bytes, int *id)
{
	char text[16];
	void *at;

	*id = shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
	at = *id < 0 ? (void *)-1 : shmat(*id, NULL, 0);
	if (at == (void *)-1)
		fail("shared memory");
	(void)snprintf(text, sizeof(text), "%d", *id);
	(void)setenv(name, text, 1);
	return at;
}

static int share_input(const char *file)
{
	int id, fd = open(file, O_RDONLY | O_CLOEXEC);
	unsigned char *at = share("__AFL_SHM_FUZZ_ID", INPUT_BYTES, &id);
	ssize_t bytes = read(fd, at + 4, INPUT_BYTES - 4);
	uint32_t length = bytes > 0 ? (uint32_t)bytes : 0;

	memcpy(at, &length, sizeof(length));
	(void)setenv("__AFL_PERSISTENT", "1", 1);
	close(fd);
	return id;
}

static void become(char *program, char *preload, char *file, int commands, int answers)
{
	int null = open("/dev/null", O_RDWR);

	if (preload)
		(void)setenv("LD_PRELOAD", preload, 1);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	dup2(commands, COMMANDS);
	dup2(answers, ANSWERS);
	close(null);
	execl(program, program, file, (char *)NULL);
	_exit(127);
}

static void start(struct server *s, char *what, char *file, int inputs)
{
	int commands[2], answers[2], map_id, input_id = -1;
	char *preload = strchr(what, ':');
	uint32_t word;

	if (preload)
		*preload++ = '\0';
	if (pipe2(commands, O_CLOEXEC) || pipe2(answers, O_CLOEXEC))
		fail("pipe2");
	s->took = calloc((size_t)inputs, sizeof(*s->took));
	s->map = share("__AFL_SHM_ID", MAP_BYTES, &map_id);
	if (getenv("TURNS_PERSISTENT"))
		input_id = share_input(file);
	s->pid = fork();
	if (s->pid == 0)
		become(what, preload, input_id < 0 ? file : NULL, commands[0], answers[1]);
	s->commands = commands[1];
	s->answers = answers[0];
	close(commands[0]);
	close(answers[1]);
	if (read(s->answers, &word, 4) != 4)
		fail(what);
	word = INPUT_IS_SHARED;
	if (input_id >= 0 && write(s->commands, &word, 4) != 4)
		fail(what);
	shmctl(map_id, IPC_RMID, NULL);
	if (input_id >= 0)
		shmctl(input_id, IPC_RMID, NULL);
}

static double run(struct server *s)
{
	uint32_t word = 0;
	double began;

	memset(s->map, 0, MAP_BYTES);
	began = now_us();
	if (write(s->commands, &word, 4) != 4 || read(s->answers, &word, 4) != 4 ||
	    read(s->answers, &word, 4) != 4)
		fail("the fork server has gone");
	return now_us() - began;
}

/* With the servers, as AFL++ does: a wake-up elsewhere takes longer than an input. */
static void stay_on_one_processor(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	if (sched_setaffinity(0, sizeof(set), &set) < 0)
		fail("sched_setaffinity");
}

/* Inputs n to n + SPELL, or to the last one. */
static void spell(struct server *s, int n, int inputs)
{
	int end = n + SPELL < inputs ? n + SPELL : inputs;

	for (int i = n == 0 ? WARM_UP : 1; i > 0; i--)
		(void)run(s);
	for (; n < end; n++)
		s->took[n] = run(s);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int inputs = argc > 3 ? atoi(argv[1]) : 0, count = argc - 3;
	struct server servers[SERVERS];

	if (inputs < 4 || count > SERVERS)
		return 2;
	stay_on_one_processor();
	for (int i = 0; i < count; i++)
		start(&servers[i], argv[3 + i], argv[2], inputs);
	for (int n = 0; n < inputs; n += SPELL) {
		for (int i = 0; i < count; i++)
			spell(&servers[(i + n / SPELL) % count], n, inputs);
	}
	for (int i = 0; i < count; i++) {
		double *took = servers[i].took;

		qsort(took, (size_t)inputs, sizeof(*took), compare);
		printf("%.1f %.1f %.1f\n", took[inputs / 4], took[inputs / 2], took[inputs * 3 / 4]);
		kill(servers[i].pid, SIGKILL);
	}
	return 0;
}

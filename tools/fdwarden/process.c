/* /proc/PID/stat: proc(5). */
#include "process.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct stat_fields {
	char state;
	unsigned long long start_ticks; /* field 22 */
};

static bool read_stat(int pid, struct stat_fields *fields)
{
	char path[64], text[1024];
	const char *at;
	ssize_t got;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	got = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	text[got > 0 ? got : 0] = '\0';
	at = strrchr(text, ')'); /* the name may hold anything */
	return at != NULL &&
	       sscanf(at + 1,
		      " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d "
		      "%llu",
		      &fields->state, &fields->start_ticks) == 2;
}

uint64_t process_start_ticks(int pid)
{
	struct stat_fields fields;

	return read_stat(pid, &fields) ? fields.start_ticks : 0;
}

bool process_is_alive(int pid, uint64_t by_ticks)
{
	struct stat_fields fields;

	return read_stat(pid, &fields) && fields.start_ticks <= by_ticks &&
	       fields.state != 'Z' && fields.state != 'X';
}

/* Processes of the system, each known by its number and its start: a number comes again. */
#ifndef FDWARDEN_PROCESS_H
#define FDWARDEN_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* When it started, in clock ticks since the system did; 0 if there is no such process. */
uint64_t process_start_ticks(int pid);

/* Is there one that had started by then? A zombie is none. */
bool process_is_alive(int pid, uint64_t by_ticks);

#endif

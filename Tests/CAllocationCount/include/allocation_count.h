/* Counts what a thread allocates, for tests that say how much a piece of work may. */
#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/* How often the calling thread has asked for memory since it began; -1 where the C library cannot be counted. */
long long allocation_count(void);

#endif

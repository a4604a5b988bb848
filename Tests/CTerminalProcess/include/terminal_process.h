/* Starts programs on pseudo-terminals, which Swift cannot: between fork and exec no Swift may run. */
#ifndef TERMINAL_PROCESS_H
#define TERMINAL_PROCESS_H

#include <sys/types.h>

/* Starts a program as the leader of a session whose terminal is a new pseudo-terminal, so that Ctrl-C there reaches it
   as a signal. `arguments` and `environment` end in NULL. Gives the process, and the other end of the terminal in
   `terminal`; -1 when there is none. A program that cannot be run ends with 127. */
pid_t terminal_process_start(
    const char *program, char *const arguments[], char *const environment[], unsigned short rows,
    unsigned short columns, int *terminal);

#endif

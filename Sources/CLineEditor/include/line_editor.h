/* A line editor over libedit whose functions are plain enough to be called from Swift.

   libedit's own interface is variadic and knows nothing of bracketed paste; its incremental search ends at many
   Hangul syllables. What is missing is made here. One editor is used by one thread. Texts are UTF-8. */
#ifndef LINE_EDITOR_H
#define LINE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct line_editor line_editor;

/* How a read ended. */
typedef enum line_editor_status {
  LINE_EDITOR_LINE = 0,
  LINE_EDITOR_PASTED = 1,
  LINE_EDITOR_INTERRUPTED = 2,
  LINE_EDITOR_END = 3,
  LINE_EDITOR_TOO_LONG = 4,
  LINE_EDITOR_INVALID = 5
} line_editor_status;

/* Told candidates one after the other; the description may be NULL. */
typedef struct line_editor_candidates line_editor_candidates;

/* Asked for the candidates at the cursor (a byte offset into the line). Returns the byte offset where the word
   starts that a candidate replaces. */
typedef size_t (*line_editor_completer)(
    void *context, const char *line, size_t cursor, line_editor_candidates *candidates);

/* Opens an editor on three descriptors, which stay the caller's. NULL when the terminal cannot be used.
   The history holds at most `history_limit` lines. */
line_editor *line_editor_open(const char *program, int input, int output, int error, int history_limit);

/* Ends the editor and gives the terminal back as it was. */
void line_editor_close(line_editor *editor);

/* Reads the user's key bindings; NULL for ~/.editrc. False when there is no such file. */
bool line_editor_source(line_editor *editor, const char *file);

/* Sets the function that Tab asks. */
void line_editor_set_completer(line_editor *editor, line_editor_completer completer, void *context);

/* Adds a candidate; both texts are copied. */
void line_editor_add_candidate(
    line_editor_candidates *candidates, const char *text, const char *description, bool final);

/* Reads a line. In the prompt the character 0x01 stands before and after each escape sequence.
   The text belongs to the editor and lasts until the next read; it is empty unless the status is LINE or PASTED.
   A pasted text holds its lines, separated by line feeds. */
line_editor_status line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length);

/* Adds a line to the history in memory; the newest equal one is not repeated. */
void line_editor_history_add(line_editor *editor, const char *line);

/* How many lines the history holds. */
int line_editor_history_count(line_editor *editor);

/* Ctrl-C while no line is read: the handler is set by `line_editor_watch_interrupts`, the flag stays up until it is
   cleared. */
void line_editor_watch_interrupts(void);
bool line_editor_interrupt_requested(void);
void line_editor_clear_interrupt(void);

/* Columns of a terminal, 0 when it is none or does not know. */
int line_editor_columns(int descriptor);

#endif

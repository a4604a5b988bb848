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
  LINE_EDITOR_TOO_LONG = 4
} line_editor_status;

/* What Tab does, filled in by the completer. */
typedef struct line_editor_completion line_editor_completion;

/* Asked what Tab does with the cursor at a byte offset into the line; says it with line_editor_complete. */
typedef void (*line_editor_completer)(
    void *context, const char *line, size_t length, size_t cursor, line_editor_completion *completion);

/* Puts `insertion` in the place of the bytes from `start` to the cursor; where that changes nothing, shows `listing`
   beneath the line. Both are copied; a NULL or empty listing beeps. */
void line_editor_complete(
    line_editor_completion *completion, size_t start, const char *insertion, const char *listing);

/* Opens an editor on two descriptors of a terminal, which stay the caller's. `terminal` is its type, NULL for TERM.
   The history holds at most `history_limit` lines. NULL when there is no memory. */
line_editor *line_editor_open(
    const char *program, int input, int output, const char *terminal, int history_limit);

/* Ends the editor and gives the terminal back as it was. */
void line_editor_close(line_editor *editor);

/* Reads key bindings from a file, NULL for ~/.editrc. False when there is none. */
bool line_editor_source(line_editor *editor, const char *file);

/* Sets the function that Tab asks. */
void line_editor_set_completer(line_editor *editor, line_editor_completer completer, void *context);

/* Sets the words that stand in the prompt while the history is searched, with and without a match. */
void line_editor_set_search_words(line_editor *editor, const char *found, const char *failed);

/* Reads a line. In the prompt the character 0x01 stands before and after each escape sequence.
   The text belongs to the editor and lasts until the next read; it is empty unless the status is LINE or PASTED.
   A pasted text holds at least one line feed between its lines. */
line_editor_status line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length);

/* Drops the keys that were typed and not read yet. */
void line_editor_discard_input(line_editor *editor);

/* Adds a line to the history in memory; the newest one is not repeated. */
void line_editor_history_add(line_editor *editor, const char *line);

/* From now on Ctrl-C ends no process but raises a flag, which stays up until it is cleared. */
void line_editor_watch_interrupts(void);
bool line_editor_interrupt_requested(void);
void line_editor_clear_interrupt(void);

/* While a line is being done the terminal echoes no keys. Another program gets it as it was in between. */
void line_editor_lend_terminal(void);
void line_editor_take_terminal_back(void);

/* Columns of a terminal, 0 when it is none or does not know. */
int line_editor_columns(int descriptor);

/* Rows of a terminal, 0 when it is none or does not know. */
int line_editor_rows(int descriptor);

#endif

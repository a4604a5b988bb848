/* What the parts of the line editor share. */
#ifndef EDITOR_STATE_H
#define EDITOR_STATE_H

#include <histedit.h>
#include <stdio.h>
#include <termios.h>
#include <wchar.h>

#include "line_editor.h"

enum {
  LONGEST_LINE = 65536,
  LONGEST_PASTE = 1 << 20,
  LONGEST_PATTERN = 255,
  KEY_SEARCH_OLDER = 0x12, /* Ctrl-R */
  KEY_SEARCH_NEWER = 0x13, /* Ctrl-S */
  KEY_ESCAPE = 0x1B
};

struct line_editor {
  EditLine *el;
  HistoryW *history;
  FILE *input;
  FILE *output;
  int input_fd;
  int output_fd;
  wchar_t interrupt_key;  /* the terminal's own Ctrl-C and Ctrl-Z */
  wchar_t suspend_key;
  struct termios normal;  /* the terminal's settings outside of reads and work */
  bool has_normal;
  wchar_t *prompt;
  char *text;             /* the result of the last read */

  bool finishing;         /* the read ends before the next key, with this status */
  line_editor_status finish;
  bool at_end;            /* the terminal has gone */
  bool suspending;
  char *listing;          /* to be shown before the next key */
  wchar_t queue[16];      /* keys to be given before the next one is read */
  int queued;

  line_editor_completer completer;
  void *context;

  wchar_t **lines;        /* the history, oldest first */
  int line_count;
  int line_limit;

  bool searching;
  bool search_failed;
  bool redrawing;         /* the next Ctrl-R only redraws */
  bool pasting;           /* the next Ctrl-R takes a paste */
  int match;              /* index into lines; line_count when nothing is found yet */
  wchar_t pattern[LONGEST_PATTERN + 1];
  size_t pattern_length;
  wchar_t *original;      /* the line before the search */
  wchar_t *search_found;
  wchar_t *search_none;
  wchar_t search_prompt[LONGEST_PATTERN + 128];
};

/* texts.c */
wchar_t *wide_from_utf8(const char *text);
char *utf8_from_wide(const wchar_t *text, size_t count, size_t *length);
size_t utf8_length(const wchar_t *text, size_t count);
wchar_t *wide_copy(const wchar_t *text, size_t count);

/* input.c: 1 a character, 0 the end, -1 an error. */
int editor_next_char(line_editor *editor, wchar_t *out);
int editor_get_char(EditLine *el, wchar_t *out);
bool editor_has_input(line_editor *editor, int milliseconds);
void editor_queue(line_editor *editor, wchar_t key);

/* keys.c */
void editor_add_functions(line_editor *editor);
void editor_bind_keys(line_editor *editor);
void editor_cursor_to_end(line_editor *editor);
void editor_clear_line(line_editor *editor);

/* search.c */
unsigned char editor_search(EditLine *el, wint_t key);
void editor_search_key(line_editor *editor, wchar_t key, bool begins_sequence);

/* paste.c */
unsigned char editor_paste(EditLine *el);

/* terminal_state.c */
line_editor *editor_of(EditLine *el);
void terminal_watch(void);
void terminal_begin_read(line_editor *editor);
void terminal_end_read(line_editor *editor);
void terminal_release(line_editor *editor);
void terminal_suspend(line_editor *editor);
int terminal_wake_descriptor(void);
void terminal_handle_wake(line_editor *editor);

#endif

#include <stdlib.h>

#include "editor_state.h"

/* Incremental search is a mode: while it lasts, editor_get_char gives every key to editor_search_key, which changes
   the line and then gives libedit a Ctrl-R, whose only work is to redraw prompt and line. libedit's own search looks
   keys up by the low byte of the character, so that 가 (U+AC00) ends it. */

static void show_prompt(line_editor *editor) {
  const wchar_t *word = editor->search_failed ? editor->search_none : editor->search_found;
  swprintf(editor->search_prompt, sizeof editor->search_prompt / sizeof *editor->search_prompt, L"(%.60ls) %ls: ",
           word != NULL ? word : L"search", editor->pattern);
}

static void redraw(line_editor *editor) {
  show_prompt(editor);
  editor->redrawing = true;
  editor_queue(editor, KEY_SEARCH_OLDER);
}

static void show_line(line_editor *editor, const wchar_t *text, size_t cursor) {
  editor_clear_line(editor);
  if (*text == 0) return;
  el_winsertstr(editor->el, text);
  const LineInfoW *line = el_wline(editor->el);
  el_cursor(editor->el, (int)((line->buffer + cursor) - line->cursor));
}

/* Looks from an index towards older or newer lines; a line equal to the one shown is passed over when `skip`. */
static void find(line_editor *editor, int from, int step, bool skip) {
  const wchar_t *shown = editor->match < editor->line_count ? editor->lines[editor->match] : NULL;
  if (editor->pattern_length == 0) {
    editor->search_failed = false;
    editor->match = editor->line_count;
    if (editor->original != NULL) show_line(editor, editor->original, wcslen(editor->original));
    return;
  }
  for (int index = from; index >= 0 && index < editor->line_count; index += step) {
    const wchar_t *place = wcsstr(editor->lines[index], editor->pattern);
    if (place == NULL || (skip && shown != NULL && wcscmp(editor->lines[index], shown) == 0)) continue;
    editor->match = index;
    editor->search_failed = false;
    show_line(editor, editor->lines[index], (size_t)(place - editor->lines[index]));
    return;
  }
  editor->search_failed = true;
  el_beep(editor->el);
}

static void leave(line_editor *editor) {
  editor->searching = false;
  free(editor->original);
  editor->original = NULL;
}

static void cancel(line_editor *editor) {
  if (editor->original != NULL) show_line(editor, editor->original, wcslen(editor->original));
  leave(editor);
}

void editor_search_key(line_editor *editor, wchar_t key, bool begins_sequence) {
  int newest = editor->line_count - 1;
  int here = editor->match < editor->line_count ? editor->match : newest;
  if (key == editor->interrupt_key || key == 0x07) {
    line_editor_clear_interrupt();
    cancel(editor);
  } else if (key == KEY_SEARCH_OLDER) {
    find(editor, editor->match < editor->line_count ? here - 1 : newest, -1, true);
  } else if (key == KEY_SEARCH_NEWER) {
    find(editor, here + 1, 1, true);
  } else if (key == 0x7F || key == 0x08) {
    if (editor->pattern_length > 0) editor->pattern[--editor->pattern_length] = 0;
    find(editor, newest, -1, false);
  } else if (key >= 0x20 && !(key >= 0x7F && key < 0xA0)) {
    if (editor->pattern_length < LONGEST_PATTERN) {
      editor->pattern[editor->pattern_length++] = key;
      editor->pattern[editor->pattern_length] = 0;
    }
    find(editor, here, -1, false);
  } else {
    leave(editor);
    redraw(editor);
    if (key != KEY_ESCAPE || begins_sequence) editor_queue(editor, key);
    return;
  }
  redraw(editor);
}

unsigned char editor_search(EditLine *el, wint_t key) {
  line_editor *editor = editor_of(el);
  (void)key;
  if (editor->pasting) {
    editor->pasting = false;
    return editor_paste(el);
  }
  if (editor->redrawing) {
    editor->redrawing = false;
    return CC_REFRESH;
  }
  const LineInfoW *line = el_wline(el);
  free(editor->original);
  editor->original = wide_copy(line->buffer, (size_t)(line->lastchar - line->buffer));
  editor->searching = true;
  editor->search_failed = false;
  editor->match = editor->line_count;
  editor->pattern_length = 0;
  editor->pattern[0] = 0;
  show_prompt(editor);
  return CC_REFRESH;
}

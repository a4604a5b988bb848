#include <stdlib.h>
#include <string.h>

#include "editor_state.h"

static const wchar_t end_mark[] = L"\033[201~";
enum { END_MARK_LENGTH = 6 };

/* Reads up to the end mark. The number of characters, or -1 when the paste was broken off. What is over the limit is
   passed over and counted in `lost`. */
static long take(line_editor *editor, wchar_t *text, size_t *lost) {
  wchar_t tail[END_MARK_LENGTH] = {0};
  long count = 0;
  for (;;) {
    wchar_t key = 0;
    if (editor_next_char(editor, &key) != 1 || key == editor->interrupt_key) return -1;
    wmemmove(tail, tail + 1, END_MARK_LENGTH - 1);
    tail[END_MARK_LENGTH - 1] = key;
    if (wmemcmp(tail, end_mark, END_MARK_LENGTH) == 0) return count < END_MARK_LENGTH - 1 ? 0 : count - (END_MARK_LENGTH - 1);
    if (count < LONGEST_PASTE) {
      text[count++] = key;
    } else {
      (*lost)++;
    }
  }
}

/* Line ends become line feeds, tabs spaces; other control characters and line feeds at the end are dropped. */
static size_t clean(wchar_t *text, size_t count) {
  size_t kept = 0;
  for (size_t index = 0; index < count; index++) {
    wchar_t key = text[index];
    if (key == L'\r') {
      if (index + 1 < count && text[index + 1] == L'\n') continue;
      key = L'\n';
    }
    if (key == L'\t') key = L' ';
    if ((key < 0x20 && key != L'\n') || (key >= 0x7F && key < 0xA0)) continue;
    text[kept++] = key;
  }
  while (kept > 0 && text[kept - 1] == L'\n') kept--;
  text[kept] = 0;
  return kept;
}

/* The line with the pasted text in it becomes the result; the line on the screen is emptied. */
static void finish_with(line_editor *editor, const wchar_t *text, size_t count) {
  const LineInfoW *line = el_wline(editor->el);
  size_t before = (size_t)(line->cursor - line->buffer);
  size_t after = (size_t)(line->lastchar - line->cursor);
  wchar_t *whole = malloc((before + count + after + 1) * sizeof *whole);
  editor->finishing = true;
  editor->finish = LINE_EDITOR_PASTED;
  if (whole == NULL) return;
  wmemcpy(whole, line->buffer, before);
  wmemcpy(whole + before, text, count);
  wmemcpy(whole + before + count, line->cursor, after);
  free(editor->text);
  editor->text = utf8_from_wide(whole, before + count + after, NULL);
  free(whole);
  editor_clear_line(editor);
}

unsigned char editor_paste(EditLine *el) {
  line_editor *editor = editor_of(el);
  wchar_t *text = malloc((LONGEST_PASTE + 1) * sizeof *text);
  unsigned char result = CC_REFRESH;
  size_t lost = 0;
  if (text == NULL) return CC_ERROR;
  long taken = take(editor, text, &lost);
  size_t count = taken > 0 ? clean(text, (size_t)taken) : 0;
  if (taken < 0) {
    editor_queue(editor, editor->interrupt_key);
  } else if (lost > 0) {
    editor->finishing = true;
    editor->finish = LINE_EDITOR_TOO_LONG;
  } else if (wmemchr(text, L'\n', count) != NULL) {
    finish_with(editor, text, count);
  } else {
    const LineInfoW *line = el_wline(el);
    bool has_prompt = line->lastchar == line->buffer && wcsncmp(text, L"$ ", 2) == 0;
    if (count > LONGEST_LINE || el_winsertstr(el, has_prompt ? text + 2 : text) != 0) result = CC_ERROR;
  }
  free(text);
  return result;
}

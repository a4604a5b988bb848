#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "editor_state.h"

struct line_editor_completion {
  bool answered;
  size_t start;
  char *insertion;
  char *listing;
};

void line_editor_complete(
    line_editor_completion *completion, size_t start, const char *insertion, const char *listing) {
  if (completion->answered) return;
  completion->answered = true;
  completion->start = start;
  completion->insertion = strdup(insertion);
  completion->listing = listing != NULL && *listing != 0 ? strdup(listing) : NULL;
}

void editor_cursor_to_end(line_editor *editor) {
  const LineInfoW *line = el_wline(editor->el);
  el_cursor(editor->el, (int)(line->lastchar - line->cursor));
}

/* libedit replaces a line by an empty one only in this way. */
void editor_clear_line(line_editor *editor) {
  editor_cursor_to_end(editor);
  const LineInfoW *line = el_wline(editor->el);
  el_deletestr(editor->el, (int)(line->lastchar - line->buffer));
}

static unsigned char interrupt(EditLine *el, wint_t key) {
  line_editor *editor = editor_of(el);
  (void)key;
  line_editor_clear_interrupt();
  editor_cursor_to_end(editor);
  editor->finishing = true;
  editor->finish = LINE_EDITOR_INTERRUPTED;
  return CC_REFRESH;
}

static unsigned char suspend(EditLine *el, wint_t key) {
  line_editor *editor = editor_of(el);
  (void)key;
  editor_cursor_to_end(editor);
  editor->suspending = true;
  return CC_REFRESH;
}

/* Puts the insertion in the place of the word; false when that changes nothing. */
static bool replace_word(line_editor *editor, const char *line, size_t cursor, line_editor_completion *completion) {
  if (completion->insertion == NULL || completion->start > cursor) return false;
  size_t typed = cursor - completion->start;
  if (strlen(completion->insertion) == typed
      && strncmp(line + completion->start, completion->insertion, typed) == 0)
    return false;
  wchar_t *insertion = wide_from_utf8(completion->insertion);
  if (insertion == NULL) return false;
  int characters = 0;
  for (size_t index = completion->start; index < cursor; index++) characters += (line[index] & 0xC0) != 0x80;
  el_deletestr(editor->el, characters);
  bool inserted = el_winsertstr(editor->el, insertion) == 0;
  free(insertion);
  return inserted;
}

static unsigned char complete(EditLine *el, wint_t key) {
  line_editor *editor = editor_of(el);
  const LineInfoW *info = el_wline(el);
  line_editor_completion completion = {0};
  size_t length = 0;
  (void)key;
  if (editor->completer == NULL) return CC_ERROR;
  char *line = utf8_from_wide(info->buffer, (size_t)(info->lastchar - info->buffer), &length);
  if (line == NULL) return CC_ERROR;
  size_t cursor = utf8_length(info->buffer, (size_t)(info->cursor - info->buffer));
  editor->completer(editor->context, line, length, cursor, &completion);
  unsigned char result = CC_REFRESH;
  if (!replace_word(editor, line, cursor, &completion)) {
    if (completion.listing != NULL) {
      editor->listing = completion.listing;
      completion.listing = NULL;
      editor_cursor_to_end(editor);
    } else {
      el_beep(el);
      result = CC_NORM;
    }
  }
  free(completion.insertion);
  free(completion.listing);
  free(line);
  return result;
}

static const struct {
  const wchar_t *name;
  const wchar_t *help;
  unsigned char (*function)(EditLine *, wint_t);
} functions[] = {
    {L"line-interrupt", L"Drop the line", interrupt},
    {L"line-suspend", L"Suspend the program", suspend},
    {L"line-complete", L"Complete the word", complete},
    {L"line-search", L"Search the history", editor_search},
};

void editor_add_functions(line_editor *editor) {
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++)
    el_wset(editor->el, EL_ADDFN, functions[index].name, functions[index].help, functions[index].function);
}

static void bind_key(line_editor *editor, const wchar_t *key, const wchar_t *name) {
  el_wset(editor->el, EL_BIND, key, name, (wchar_t *)NULL);
  el_wset(editor->el, EL_BIND, L"-a", key, name, (wchar_t *)NULL);
}

/* In both maps, since `bind -v` in the user's file makes both anew. Sequences only for emacs: where vi's Escape began
   a sequence, it would wait for another key. */
void editor_bind_keys(line_editor *editor) {
  wchar_t interrupt_key[] = {L'^', (wchar_t)(editor->interrupt_key ^ 0x40), 0};
  wchar_t suspend_key[] = {L'^', (wchar_t)(editor->suspend_key ^ 0x40), 0};
  bind_key(editor, interrupt_key, L"line-interrupt");
  bind_key(editor, suspend_key, L"line-suspend");
  bind_key(editor, L"^I", L"line-complete");
  bind_key(editor, L"^R", L"line-search");
  bind_key(editor, L"^S", L"line-search");
  const wchar_t *mode = NULL;
  if (el_wget(editor->el, EL_EDITOR, &mode) == 0 && mode != NULL && wcscmp(mode, L"vi") == 0) return;
  el_wset(editor->el, EL_BIND, L"\\e[1~", L"ed-move-to-beg", (wchar_t *)NULL);
  el_wset(editor->el, EL_BIND, L"\\e[4~", L"ed-move-to-end", (wchar_t *)NULL);
  el_wset(editor->el, EL_BIND, L"\\e[3~", L"ed-delete-next-char", (wchar_t *)NULL);
  el_wset(editor->el, EL_BIND, L"\\e[1;5C", L"em-next-word", (wchar_t *)NULL);
  el_wset(editor->el, EL_BIND, L"\\e[1;5D", L"ed-prev-word", (wchar_t *)NULL);
}

#include "line_editor.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor_state.h"

/* libedit drops what the locale cannot write, so the character type must be UTF-8 whatever the user has set. */
static void use_utf8(void) {
  static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8"};
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    if (setlocale(LC_CTYPE, names[index]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  }
}

line_editor *editor_of(EditLine *el) {
  void *editor = NULL;
  el_wget(el, EL_CLIENTDATA, &editor);
  return editor;
}

static wchar_t *prompt_of(EditLine *el) {
  line_editor *editor = editor_of(el);
  return editor->searching ? editor->search_prompt : editor->prompt;
}

/* A control character of the terminal's settings, or the usual one where the user has none. */
static wchar_t special_key(int descriptor, int which, wchar_t usual) {
  struct termios settings;
  if (tcgetattr(descriptor, &settings) != 0) return usual;
  cc_t key = settings.c_cc[which];
  return key > 0 && key < 0x20 && key != KEY_ESCAPE ? (wchar_t)key : usual;
}

static bool open_streams(line_editor *editor, const char *program, int input, int output) {
  int input_copy = dup(input);
  int output_copy = dup(output);
  editor->input = input_copy >= 0 ? fdopen(input_copy, "r") : NULL;
  editor->output = output_copy >= 0 ? fdopen(output_copy, "w") : NULL;
  if (editor->input == NULL && input_copy >= 0) close(input_copy);
  if (editor->output == NULL && output_copy >= 0) close(output_copy);
  if (editor->input == NULL || editor->output == NULL) return false;
  editor->el = el_init_fd(program, editor->input, editor->output, editor->output, input, output, output);
  editor->history = history_winit();
  return editor->el != NULL && editor->history != NULL;
}

line_editor *line_editor_open(
    const char *program, int input, int output, const char *terminal, int history_limit) {
  line_editor *editor = calloc(1, sizeof *editor);
  HistEventW event;
  if (editor == NULL) return NULL;
  use_utf8();
  editor->input_fd = input;
  editor->output_fd = output;
  editor->interrupt_key = special_key(input, VINTR, 0x03);
  editor->suspend_key = special_key(input, VSUSP, 0x1A);
  editor->line_limit = history_limit;
  editor->lines = calloc((size_t)history_limit + 1, sizeof *editor->lines);
  editor->prompt = wide_from_utf8("");
  editor->text = strdup("");
  if (editor->lines == NULL || editor->prompt == NULL || editor->text == NULL
      || !open_streams(editor, program, input, output)) {
    line_editor_close(editor);
    return NULL;
  }
  history_w(editor->history, &event, H_SETSIZE, history_limit);
  history_w(editor->history, &event, H_SETUNIQUE, 1);
  el_wset(editor->el, EL_CLIENTDATA, editor);
  if (terminal != NULL) el_set(editor->el, EL_TERMINAL, terminal);
  el_wset(editor->el, EL_SIGNAL, 0);
  el_wset(editor->el, EL_EDITOR, L"emacs");
  el_wset(editor->el, EL_PROMPT_ESC, prompt_of, L'\001');
  el_wset(editor->el, EL_HIST, history_w, editor->history);
  el_wset(editor->el, EL_GETCFN, editor_get_char);
  el_wset(editor->el, EL_SETTY, L"-d", L"-isig", L"-ixon", (wchar_t *)NULL);
  editor_add_functions(editor);
  editor_bind_keys(editor);
  terminal_watch();
  return editor;
}

void line_editor_close(line_editor *editor) {
  if (editor == NULL) return;
  terminal_release(editor);
  if (editor->el != NULL) el_end(editor->el);
  if (editor->history != NULL) history_wend(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  for (int index = 0; index < editor->line_count; index++) free(editor->lines[index]);
  free(editor->lines);
  free(editor->prompt);
  free(editor->text);
  free(editor->listing);
  free(editor->original);
  free(editor->search_found);
  free(editor->search_none);
  free(editor);
}

bool line_editor_source(line_editor *editor, const char *file) {
  bool found = el_source(editor->el, file) == 0;
  editor_bind_keys(editor);
  return found;
}

void line_editor_set_completer(line_editor *editor, line_editor_completer completer, void *context) {
  editor->completer = completer;
  editor->context = context;
}

void line_editor_set_search_words(line_editor *editor, const char *found, const char *failed) {
  free(editor->search_found);
  free(editor->search_none);
  editor->search_found = wide_from_utf8(found);
  editor->search_none = wide_from_utf8(failed);
}

static line_editor_status take_line(line_editor *editor, const wchar_t *line, int count, size_t *length) {
  if (line == NULL || count <= 0) return LINE_EDITOR_END;
  size_t size = (size_t)count;
  while (size > 0 && (line[size - 1] == L'\n' || line[size - 1] == L'\r')) size--;
  if (utf8_length(line, size) > LONGEST_LINE) return LINE_EDITOR_TOO_LONG;
  char *text = utf8_from_wide(line, size, length);
  if (text == NULL) return LINE_EDITOR_TOO_LONG;
  free(editor->text);
  editor->text = text;
  return LINE_EDITOR_LINE;
}

/* What stands on the screen after a read that ended without Enter. */
static void close_line(line_editor *editor, line_editor_status status) {
  switch (status) {
    case LINE_EDITOR_LINE: break;
    case LINE_EDITOR_PASTED: fputs("\r\033[J", editor->output); break;
    case LINE_EDITOR_INTERRUPTED: fputs("^C\n", editor->output); break;
    case LINE_EDITOR_END:
    case LINE_EDITOR_TOO_LONG: fputc('\n', editor->output); break;
  }
}

line_editor_status line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length) {
  int count = 0;
  wchar_t *wide = wide_from_utf8(prompt);
  if (wide != NULL) {
    free(editor->prompt);
    editor->prompt = wide;
  }
  editor->text[0] = 0;
  editor->finishing = editor->at_end = editor->searching = editor->redrawing = editor->pasting =
      editor->suspending = false;
  editor->queued = 0;
  terminal_begin_read(editor);
  const wchar_t *line = el_wgets(editor->el, &count);
  line_editor_status status = editor->finishing ? editor->finish : LINE_EDITOR_END;
  if (!editor->finishing && !editor->at_end) status = take_line(editor, line, count, length);
  if (status != LINE_EDITOR_LINE) el_reset(editor->el);
  close_line(editor, status);
  terminal_end_read(editor);
  if (editor->text == NULL) editor->text = calloc(1, 1);
  *text = editor->text != NULL ? editor->text : "";
  *length = strlen(*text);
  return status;
}

void line_editor_discard_input(line_editor *editor) { tcflush(editor->input_fd, TCIFLUSH); }

void line_editor_history_add(line_editor *editor, const char *line) {
  HistEventW event;
  wchar_t *wide = wide_from_utf8(line);
  if (wide == NULL) return;
  bool repeats = editor->line_count > 0 && wcscmp(editor->lines[editor->line_count - 1], wide) == 0;
  if (repeats || wide[0] == 0 || editor->line_limit <= 0) {
    free(wide);
    return;
  }
  history_w(editor->history, &event, H_ENTER, wide);
  if (editor->line_count == editor->line_limit) {
    free(editor->lines[0]);
    memmove(editor->lines, editor->lines + 1, (size_t)(editor->line_count - 1) * sizeof *editor->lines);
    editor->line_count--;
  }
  editor->lines[editor->line_count++] = wide;
}

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "editor_state.h"

bool editor_has_input(line_editor *editor, int milliseconds) {
  struct pollfd waiting = {.fd = editor->input_fd, .events = POLLIN};
  return poll(&waiting, 1, milliseconds) > 0 && (waiting.revents & POLLIN) != 0;
}

void editor_queue(line_editor *editor, wchar_t key) {
  int room = (int)(sizeof editor->queue / sizeof *editor->queue);
  if (editor->queued < room) editor->queue[editor->queued++] = key;
}

/* Waits for a byte or a signal; 1 a byte, 0 the end, -1 an error, 2 a signal was dealt with. */
static int next_byte(line_editor *editor, unsigned char *byte) {
  struct pollfd waiting[] = {
      {.fd = editor->input_fd, .events = POLLIN}, {.fd = terminal_wake_descriptor(), .events = POLLIN}};
  fflush(editor->output);
  if (poll(waiting, 2, -1) < 0) return errno == EINTR ? 2 : -1;
  if (waiting[1].revents != 0) {
    terminal_handle_wake(editor);
    return 2;
  }
  ssize_t count = read(editor->input_fd, byte, 1);
  if (count > 0) return 1;
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 2;
  return 0;
}

/* The bytes that follow this first one, -1 when no character starts with it. */
static int following(unsigned char byte) {
  if (byte < 0x80) return 0;
  if (byte < 0xC2 || byte > 0xF4) return -1;
  return byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
}

int editor_next_char(line_editor *editor, wchar_t *out) {
  uint32_t scalar = 0;
  int missing = 0;
  for (;;) {
    unsigned char byte = 0;
    if (line_editor_interrupt_requested()) {
      *out = editor->interrupt_key;
      return 1;
    }
    int result = next_byte(editor, &byte);
    if (result == 2) continue;
    if (result != 1) {
      editor->at_end = true;
      return 0;
    }
    if (missing > 0 && (byte & 0xC0) == 0x80) {
      scalar = scalar << 6 | (byte & 0x3F);
      if (--missing > 0) continue;
      if ((scalar >= 0xD800 && scalar < 0xE000) || scalar > 0x10FFFF) continue;
      *out = (wchar_t)scalar;
      return 1;
    }
    missing = following(byte);
    if (missing == 0) {
      *out = byte;
      return 1;
    }
    if (missing > 0) scalar = byte & (0x3Fu >> missing);
    if (missing < 0) missing = 0;
  }
}

/* Shows the candidates beneath the line, then prompt and line again. The cursor stands at the end of the line. */
static void show_listing(line_editor *editor) {
  fputc('\n', editor->output);
  fputs(editor->listing, editor->output);
  fputc('\n', editor->output);
  free(editor->listing);
  editor->listing = NULL;
  el_wset(editor->el, EL_REFRESH);
}

/* Reads what comes right behind an Escape into `seen`: how many characters, or -1 for the mark of a paste. The mark is
   looked for here and not bound to a function, since in vi's maps Escape is a key of its own. */
static int sequence_after_escape(line_editor *editor, wchar_t *seen) {
  static const wchar_t mark[] = L"[200~";
  int count = 0;
  while (mark[count] != 0 && editor_has_input(editor, 50)) {
    if (editor_next_char(editor, &seen[count]) != 1) break;
    count++;
    if (seen[count - 1] != mark[count - 1]) return count;
  }
  return mark[count] == 0 ? -1 : count;
}

/* libedit asks here for every key. What must happen between two keys, when the cursor is where libedit believes it
   to be, happens here. */
int editor_get_char(EditLine *el, wchar_t *out) {
  line_editor *editor = editor_of(el);
  for (;;) {
    if (editor->finishing) {
      errno = EINTR;
      return -1;
    }
    if (editor->listing != NULL) show_listing(editor);
    if (editor->suspending) {
      editor->suspending = false;
      terminal_suspend(editor);
    }
    if (editor->queued > 0) {
      *out = editor->queue[0];
      editor->queued--;
      for (int index = 0; index < editor->queued; index++) editor->queue[index] = editor->queue[index + 1];
      return 1;
    }
    wchar_t key = 0;
    int result = editor_next_char(editor, &key);
    if (result != 1) return result;
    wchar_t seen[8];
    int more = key == KEY_ESCAPE ? sequence_after_escape(editor, seen) : 0;
    for (int index = 0; index < more && !editor->searching; index++) editor_queue(editor, seen[index]);
    if (!editor->searching && more >= 0) {
      *out = key;
      return 1;
    }
    if (editor->searching) {
      editor_search_key(editor, key, more > 0);
      for (int index = 0; index < more; index++) editor_queue(editor, seen[index]);
    }
    if (more < 0) {
      editor->pasting = true;
      editor_queue(editor, KEY_SEARCH_OLDER);
    }
  }
}

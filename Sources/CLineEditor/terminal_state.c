#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* wcwidth */
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "editor_state.h"

/* Signals only raise flags and wake the reading thread through a pipe. Those that end the process first give the
   terminal back as it was. */
static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t resized;
static volatile sig_atomic_t continued;
static volatile sig_atomic_t reading;
static volatile sig_atomic_t working;
static int wake_pipe[2] = {-1, -1};
static int saved_input = -1;
static int saved_output = -1;
static struct termios saved_settings;
static struct termios work_settings;

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

static void put(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno != EINTR) return;
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    }
  }
}

static void wake(void) {
  int number = errno;
  if (wake_pipe[1] >= 0) {
    ssize_t written = write(wake_pipe[1], "", 1);
    (void)written;
  }
  errno = number;
}

static void on_signal(int number) {
  if (number == SIGINT) interrupted = 1;
  if (number == SIGWINCH) resized = 1;
  if (number == SIGCONT) continued = 1;
  wake();
}

static void restore(void) {
  if (reading) put(saved_output, paste_off, sizeof paste_off - 1);
  if (reading || working) tcsetattr(saved_input, TCSANOW, &saved_settings);
}

static void on_end(int number) {
  restore();
  signal(number, SIG_DFL);
  raise(number);
}

/* Ctrl-Z while work runs: the terminal is given back for the time. A read that was under way is drawn again by what
   SIGCONT raises. */
static void on_stop(int number) {
  int error = errno;
  (void)number;
  restore();
  kill(getpid(), SIGSTOP);
  if (working) tcsetattr(saved_input, TCSANOW, &work_settings);
  errno = error;
}

static void handle(int number, void (*handler)(int), bool only_default) {
  struct sigaction action = {0};
  struct sigaction before;
  if (only_default && (sigaction(number, NULL, &before) != 0 || before.sa_handler != SIG_DFL)) return;
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void make_pipe(void) {
  if (wake_pipe[0] >= 0 || pipe(wake_pipe) != 0) return;
  for (int index = 0; index < 2; index++) {
    fcntl(wake_pipe[index], F_SETFL, O_NONBLOCK);
    fcntl(wake_pipe[index], F_SETFD, FD_CLOEXEC);
  }
}

void line_editor_watch_interrupts(void) {
  make_pipe();
  handle(SIGINT, on_signal, false);
}

bool line_editor_interrupt_requested(void) { return interrupted != 0; }

void line_editor_clear_interrupt(void) { interrupted = 0; }

int line_editor_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int line_editor_rows(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

int terminal_wake_descriptor(void) { return wake_pipe[0]; }

void terminal_watch(void) {
  static bool registered;
  make_pipe();
  handle(SIGWINCH, on_signal, false);
  handle(SIGCONT, on_signal, true);
  handle(SIGTSTP, on_stop, true);
  static const int ends[] = {SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
  for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) handle(ends[index], on_end, true);
  if (!registered) registered = atexit(restore) == 0;
}

/* libedit makes the terminal raw only after it has drawn the prompt; keys typed in between would be echoed. */
void terminal_begin_read(line_editor *editor) {
  continued = 0;
  if (!editor->has_normal) editor->has_normal = tcgetattr(editor->input_fd, &editor->normal) == 0;
  saved_input = editor->input_fd;
  saved_output = editor->output_fd;
  saved_settings = editor->normal;
  reading = editor->has_normal;
  working = 0;
  if (resized) {
    resized = 0;
    el_resize(editor->el);
  }
  el_wset(editor->el, EL_PREP_TERM, 1);
  put(saved_output, paste_on, sizeof paste_on - 1);
}

/* Keys that come while a line is being done are kept for the next prompt: they are not echoed into what it draws, and
   not edited by the terminal. Ctrl-C and Ctrl-Z stay signals. */
static void begin_work(line_editor *editor) {
  if (!editor->has_normal) return;
  work_settings = editor->normal;
  work_settings.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
  work_settings.c_cc[VMIN] = 1;
  work_settings.c_cc[VTIME] = 0;
  working = tcsetattr(editor->input_fd, TCSADRAIN, &work_settings) == 0;
}

void terminal_end_read(line_editor *editor) {
  fflush(editor->output);
  /* Whoever sees on the screen that reading has ended may type at once: no key is echoed from then on. */
  begin_work(editor);
  put(editor->output_fd, paste_off, sizeof paste_off - 1);
  reading = 0;
}

/* The terminal as it was, for good. */
void terminal_release(line_editor *editor) {
  if (!editor->has_normal) return;
  tcsetattr(editor->input_fd, TCSANOW, &editor->normal);
  if (saved_input == editor->input_fd) working = 0;
}

void line_editor_lend_terminal(void) {
  if (working) tcsetattr(saved_input, TCSADRAIN, &saved_settings);
}

void line_editor_take_terminal_back(void) {
  if (working) tcsetattr(saved_input, TCSADRAIN, &work_settings);
}

/* Makes the terminal raw again after somebody else has had it, and draws the line from the present row on. */
static void resume(line_editor *editor) {
  el_wset(editor->el, EL_PREP_TERM, 0);
  el_wset(editor->el, EL_PREP_TERM, 1);
  put(editor->output_fd, paste_on, sizeof paste_on - 1);
  el_resize(editor->el);
  el_wset(editor->el, EL_REFRESH);
}

void terminal_suspend(line_editor *editor) {
  fputc('\n', editor->output);
  fflush(editor->output);
  put(editor->output_fd, paste_off, sizeof paste_off - 1);
  el_wset(editor->el, EL_PREP_TERM, 0);
  kill(0, SIGTSTP);
  continued = 0;
  resume(editor);
}

/* Where a text ends that starts at this row and column of a terminal. */
static void advance(const wchar_t *text, const wchar_t *end, int columns, int *row, int *column) {
  bool is_escape = false;
  for (; text < end; text++) {
    if (*text == 1) is_escape = !is_escape;
    int width = is_escape || *text == 1 ? 0 : wcwidth(*text);
    if (width <= 0) continue;
    if (*column + width > columns) {
      (*row)++;
      *column = 0;
    }
    *column += width;
  }
}

/* The row of the cursor below the prompt's first one. */
static int cursor_row(line_editor *editor, int columns) {
  const LineInfoW *line = el_wline(editor->el);
  const wchar_t *prompt = editor->searching ? editor->search_prompt : editor->prompt;
  int row = 0;
  int column = 0;
  advance(prompt, prompt + wcslen(prompt), columns, &row, &column);
  advance(line->buffer, line->cursor, columns, &row, &column);
  return column >= columns ? row + 1 : row;
}

/* Terminals set long lines anew when they change size: go to where the prompt starts now, and draw again. */
static void redraw_resized(line_editor *editor) {
  int columns = line_editor_columns(editor->output_fd);
  int row = columns > 0 ? cursor_row(editor, columns) : 0;
  el_resize(editor->el);
  fputc('\r', editor->output);
  if (row > 0) fprintf(editor->output, "\033[%dA", row);
  fputs("\033[J", editor->output);
  el_wset(editor->el, EL_REFRESH);
}

void terminal_handle_wake(line_editor *editor) {
  char bytes[64];
  while (read(wake_pipe[0], bytes, sizeof bytes) > 0) continue;
  if (continued) {
    continued = 0;
    fputc('\n', editor->output);
    resume(editor);
  }
  if (resized) {
    resized = 0;
    redraw_resized(editor);
  }
}

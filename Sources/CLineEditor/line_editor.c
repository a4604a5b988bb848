#include "line_editor.h"

#include <sys/ioctl.h>

int line_editor_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

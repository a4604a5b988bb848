#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "editor_state.h"

/* Broken UTF-8 is left out; the callers hand in valid text. */
wchar_t *wide_from_utf8(const char *text) {
  const unsigned char *byte = (const unsigned char *)text;
  wchar_t *wide = malloc((strlen(text) + 1) * sizeof *wide);
  size_t count = 0;
  if (wide == NULL) return NULL;
  while (*byte != 0) {
    int more = *byte < 0x80 ? 0 : *byte < 0xC2 ? -1 : *byte < 0xE0 ? 1 : *byte < 0xF0 ? 2 : *byte < 0xF5 ? 3 : -1;
    uint32_t scalar = more <= 0 ? *byte : *byte & (0x3Fu >> more);
    byte++;
    if (more < 0) continue;
    while (more > 0 && (*byte & 0xC0) == 0x80) {
      scalar = scalar << 6 | (*byte++ & 0x3F);
      more--;
    }
    if (more == 0) wide[count++] = (wchar_t)scalar;
  }
  wide[count] = 0;
  return wide;
}

static size_t encoded_size(wchar_t character) {
  uint32_t scalar = (uint32_t)character;
  return scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
}

size_t utf8_length(const wchar_t *text, size_t count) {
  size_t length = 0;
  for (size_t index = 0; index < count; index++) length += encoded_size(text[index]);
  return length;
}

char *utf8_from_wide(const wchar_t *text, size_t count, size_t *length) {
  char *bytes = malloc(utf8_length(text, count) + 1);
  char *next = bytes;
  if (bytes == NULL) return NULL;
  for (size_t index = 0; index < count; index++) {
    uint32_t scalar = (uint32_t)text[index];
    size_t size = encoded_size(text[index]);
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t place = size - 1; place > 0; place--) {
      next[place] = (char)(0x80 | (scalar & 0x3F));
      scalar >>= 6;
    }
    next[0] = (char)(lead[size] | scalar);
    next += size;
  }
  *next = 0;
  if (length != NULL) *length = (size_t)(next - bytes);
  return bytes;
}

wchar_t *wide_copy(const wchar_t *text, size_t count) {
  wchar_t *copy = malloc((count + 1) * sizeof *copy);
  if (copy == NULL) return NULL;
  wmemcpy(copy, text, count);
  copy[count] = 0;
  return copy;
}

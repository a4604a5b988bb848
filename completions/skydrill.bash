# Completion of skydrill for bash: the program itself says what can stand at the cursor.
_skydrill() {
  local line="${COMP_LINE:0:COMP_POINT}" row
  local word="${line##*[[:space:]]}"
  # What bash takes for the word begins behind = and :, so that only the rest may be given back.
  local kept="${word%"${COMP_WORDS[COMP_CWORD]}"}"
  COMPREPLY=()
  while IFS= read -r row; do
    row="${row%%$'\t'*}"
    COMPREPLY+=("${row#"$kept"}")
  done < <(skydrill completions --line "$line" 2>/dev/null)
}
complete -o nospace -o default -F _skydrill skydrill

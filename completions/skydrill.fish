# Completion of skydrill for fish: the program itself says what can stand at the cursor.
function __skydrill_complete
    for row in (skydrill completions --line (commandline -cp | string collect) 2>/dev/null)
        string replace -r ' (?=\t)' '' -- $row
    end
end
complete -c skydrill -f -a '(__skydrill_complete)'
# Without an answer of the program, files.
complete -c skydrill -n 'not count (__skydrill_complete) >/dev/null' -F

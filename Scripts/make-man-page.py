#!/usr/bin/env python3
"""Writes the man page from the program's own help: make-man-page.py BINARY > skydrill.1

The commands, their usage, options and examples come from `skydrill help --output json` and `skydrill help NAME`,
so the page cannot disagree with the program.
"""
import json
import subprocess
import sys


def ask(binary, *words):
    line = [binary, "--lang", "en", "--output", "json", *words]
    return json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


def safe(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return "\\&" + text if text[:1] in (".", "'") else text


def section(name):
    print(f".SH {name}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = sys.argv[1]
    version = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    commands = ask(binary, "help")
    print(f'.TH SKYDRILL 1 "" "Skydrill {version}" "User Commands"')
    section("NAME")
    print("skydrill \\- a flight simulator for cloud architecture")
    section("SYNOPSIS")
    print(".B skydrill\n.RI [ options ] \" \" [ command \" \" [ words ]]\n.br")
    print(".B skydrill \\-c\n.I line\n.br\n.B skydrill \\-\\-script\n.I file")
    section("DESCRIPTION")
    print(safe("Skydrill simulates a cloud that aws commands build in. Labs put load and faults on the learner's "
               "design and measure what it does. Without a command the shell starts."))
    section("OPTIONS")
    for name, text in [
        ("--lang ko|en", "The language of texts; without it the stored one, else that of the locale."),
        ("--output text|json", "Documents for people, or JSON for programs."),
        ("--plain", "Words only, for screen readers."),
        ("--no-color", "No colors; the variable NO_COLOR asks for the same."),
        ("--data FOLDER", "The folder with labs, lessons, texts and facts."),
    ]:
        print(f".TP\n.B {safe(name)}\n{safe(text)}")
    section("COMMANDS")
    for command in commands:
        page = ask(binary, "help", command["name"])
        print(".TP")
        print("\n.br\n".join(f".B {safe(line)}" for line in page["usage"].split("\n")[:1]))
        for line in page["usage"].split("\n")[1:]:
            print(f".br\n.B {safe(line)}\n.br")
        print(safe(page["summary"]))
        for option in page["options"]:
            print(f".br\n{safe(option)}")
    print(".TP\n.B lab check \\fIid\\fR \\-\\-commands \\fIfile\\fR \\-\\-seed \\fIn\\fR")
    print(safe("Judges the world that a file of commands makes, without a shell."))
    print(".TP\n.B lint \\fR[\\fIfolder\\fR]\n" + safe("Checks lessons, labs, questions and texts."))
    print(".TP\n.B bench \\fIname\\fR\n" + safe("Measures speed: kernel, stations, flagship, scale, wide, idle, survey, flow, api, start, or a lab's id. digests compares reports of full size with the committed ones, flow-compare both engines."))
    print(".TP\n.B completions \\fIshell\\fR\n" + safe("Prints a completion script for bash, zsh or fish."))
    section("EXIT STATUS")
    print(safe("0 success, 1 a check not passed or a call that AWS refuses, 2 usage, 3 broken content or input. "
               "skydrill aws and -c with one aws line end with the status of the AWS CLI."))
    section("FILES")
    print(".TP\n.I ~/.local/share/skydrill\n" + safe("Progress, history and work folders; SKYDRILL_HOME or "
                                                    "XDG_DATA_HOME names another place."))
    print(".TP\n.I ~/.editrc\n" + safe("Key bindings, such as bind -v for vi keys."))
    section("EXAMPLES")
    for command in commands:
        for example in ask(binary, "help", command["name"])["examples"][:1]:
            print(f".PP\n.nf\n.RS\n{safe(example)}\n.RE\n.fi")


if __name__ == "__main__":
    main()

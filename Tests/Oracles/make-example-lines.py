#!/usr/bin/env python3
"""Takes the command lines out of the examples that the awscli package ships: examples/<service>.json.

    python3 Tests/Oracles/make-example-lines.py [service …]

Only lines of the operations in api/operations.list and of the client's own s3 commands are taken. Each entry has the file
that the line stands in with its number there, the line as it is typed, the files that the example shows for it, and what the
real client says of it without a network: `operation`, or `exit` and `error` where it refuses its own example.

The lines are by Amazon.com, Inc. or its affiliates, Apache License 2.0 (NOTICE).
"""
import importlib.util
import json
import os
import re
import shlex
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Lines for another shell than a POSIX one, and lines whose example is a program around the command.
OTHER_SHELL = re.compile(r'\^\s*$|^C:\\|`\s*$|\bfor /f\b|%[A-Z]+%')


# The client names the home in its errors: the records must not differ from machine to machine.
os.environ['HOME'] = '/home/learner'


def real_client():
    spec = importlib.util.spec_from_file_location('cases', os.path.join(HERE, 'make-commandline-cases.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # One loader for all lines: a service's model is read once.
    import botocore.loaders
    import botocore.session
    loader = botocore.loaders.create_loader()
    botocore.loaders.create_loader = lambda *arguments, **options: loader
    return module


def blocks(text):
    """Literal blocks with the paragraph before each: the text behind `::`, without its indentation."""
    lines = text.replace('\t', '    ').split('\n')
    index, before = 0, ''
    while index < len(lines):
        line = lines[index]
        if line.strip() and not line.startswith(' '):
            before = line if not lines[index - 1].strip() or index == 0 else before + ' ' + line
        if line.startswith(' ') and line.strip():
            block = []
            while index < len(lines) and (not lines[index].strip() or lines[index].startswith(' ')):
                block.append(lines[index])
                index += 1
            while block and not block[-1].strip():
                block.pop()
            width = min(len(l) - len(l.lstrip()) for l in block if l.strip())
            yield before, '\n'.join(l[width:].rstrip() for l in block)
            continue
        index += 1


def commands(block):
    """The `aws` lines of a block: a line with what continues it, up to where its quotes are closed."""
    lines = block.split('\n')
    index = 0
    while index < len(lines):
        line = re.sub(r'^\s*\$ ', '', lines[index]).lstrip()
        index += 1
        if not line.startswith('aws '):
            continue
        while index < len(lines):
            if line.endswith('\\'):
                line += '\n' + lines[index]
            elif not closed(line):
                line += '\n' + lines[index]
            else:
                break
            index += 1
        yield line.rstrip('\\\n ')


def closed(line):
    try:
        shlex.split(line.replace('\\\n', ''))
        return True
    except ValueError:
        return False


def named_files(text, line):
    """The files that a line reads, as its example shows them."""
    files = {}
    for name in re.findall(r'fileb?://([^\s"\',\]]+)', line):
        for before, block in blocks(text):
            if os.path.basename(name) in before and not re.search(r'^\s*(\$ )?aws ', block):
                files.setdefault(name, block + '\n')
    return files


def lines_of(service, owed):
    import awscli
    folder = os.path.join(os.path.dirname(awscli.__file__), 'examples', service)
    found = []
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.endswith('.rst'):
                continue
            with open(os.path.join(place, name), encoding='utf-8') as file:
                text = file.read()
            number = 0
            for _, block in blocks(text):
                for line in commands(block):
                    words = line.split()
                    if len(words) < 3 or OTHER_SHELL.search(line):
                        continue
                    number += 1
                    if (words[1], words[2]) not in owed and words[1] != 's3' and words[2] != 'wait':
                        continue
                    path = os.path.relpath(os.path.join(place, name), os.path.dirname(folder))
                    found.append({'file': '%s#%d' % (path[:-4], number), 'line': line, 'files': named_files(text, line)})
    return found


def main():
    cases = real_client()
    wanted = sys.argv[1:]
    sys.argv = ['aws']
    from botocore import xform_name
    owed, services = set(), ['s3']
    with open(os.path.join(ROOT, 'api', 'operations.list'), encoding='utf-8') as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                service, name = line.split()[:2]
                owed.add((service, xform_name(name, '-')))
                if service not in services:
                    services.append(service)
    os.environ.update(AWS_ACCESS_KEY_ID='a', AWS_SECRET_ACCESS_KEY='b', AWS_DEFAULT_REGION='us-east-1',
                      AWS_CONFIG_FILE='/dev/null', AWS_SHARED_CREDENTIALS_FILE='/dev/null',
                      AWS_EC2_METADATA_DISABLED='true')
    output = os.path.join(HERE, 'examples')
    os.makedirs(output, exist_ok=True)
    total = 0
    for service in wanted or services:
        entries = lines_of(service, owed)
        if not entries:
            continue
        for entry in entries:
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                for name, text in entry['files'].items():
                    path = os.path.normpath(os.path.join(folder, name))
                    if path.startswith(folder):
                        os.makedirs(os.path.dirname(path), exist_ok=True)
                        with open(path, 'w', encoding='utf-8') as file:
                            file.write(text)
                if service == 's3':
                    continue
                try:
                    result = cases.run(shlex.split(entry['line'].replace('\\\n', ''))[1:])
                except Exception as problem:
                    result = {'exit': 255, 'error': '%r' % problem}
                os.chdir(HERE)
            if 'operation' in result:
                entry['operation'] = result['operation']
            elif result.get('exit'):
                entry['exit'], entry['error'] = result['exit'], result['error'][:300]
        with open(os.path.join(output, service + '.json'), 'w', encoding='utf-8') as file:
            file.write('[\n' + ',\n'.join(json.dumps(e, ensure_ascii=False) for e in entries) + '\n]\n')
        total += len(entries)
        print(service, len(entries), sum('exit' in e for e in entries))
    print(total, 'lines')


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Runs the lines of differential/*.sky through the real aws-cli against moto and records what it did: differential/*.json.

    python3 Tests/Oracles/make-differential.py [name …]

moto's server listens on a free port of loopback and is emptied before each file. A line is recorded with the exit status that
version 2 of the client has where the measured version 1 has another, the error's code, and the answer's shape: the members in
their order, each with its type, a list with what its elements have; ids, names and times are not kept. `lacking` marks a line
that moto cannot answer.
"""
import glob
import io
import json
import os
import re
import shlex
import sys
import urllib.request
from contextlib import redirect_stderr, redirect_stdout

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'differential')
# What moto and the client say where moto does not have an operation, or breaks in it.
LACKING = re.compile(r'NotImplemented|not been implemented|Unable to parse response|InternalFailure|InternalError|'
                     r'An error occurred \((404|500|5\d\d|UnknownOperation\w*|Unknown)\)|Unknown Error|Could not connect')
ASSIGNMENT = re.compile(r'^([A-Z_0-9]+)=\$\((.*)\)$')


def shape_of(value, model):
    """The types of a value by the service's model, or by themselves where there is none."""
    if isinstance(value, dict):
        members = model.members if model is not None and model.type_name == 'structure' else {}
        inner = model.value if model is not None and model.type_name == 'map' else None
        if inner is not None:
            merged = None
            for element in value.values():
                merged = merge(merged, shape_of(element, inner))
            return {'*': merged} if value else {}
        return {key: shape_of(element, members.get(key, inner)) for key, element in value.items()}
    if isinstance(value, list):
        inner = model.member if model is not None and model.type_name == 'list' else None
        merged = None
        for element in value:
            merged = merge(merged, shape_of(element, inner))
        return [] if merged is None else [merged]
    if model is not None and model.type_name == 'timestamp':
        return 'time'
    if isinstance(value, bool):
        return 'boolean'
    if isinstance(value, (int, float)):
        return 'number'
    return 'null' if value is None else 'string'


def merge(first, second):
    """What elements of both shapes have; members keep the order in which they first come."""
    if first is None or first == second or first == []:
        return second
    if isinstance(first, dict) and isinstance(second, dict):
        merged = {}
        for key in order(list(first), list(second)):
            merged[key] = merge(first[key], second[key]) if key in first and key in second else first.get(key, second.get(key))
        return merged
    if isinstance(first, list) and isinstance(second, list):
        return [merge(first[0], second[0])] if first and second else first or second
    return first


def order(first, second):
    """Both lists of keys in one order that keeps that of each."""
    merged, rest = [], list(second)
    for key in first:
        if key in rest:
            index = rest.index(key)
            merged += [k for k in rest[:index] if k not in first]
            rest = rest[index + 1:]
        merged.append(key)
    return merged + [k for k in rest if k not in merged]


def status(exit_code, error):
    """The exit status of version 2: its own for usage (252), configuration (253) and answers of a service (254)."""
    if exit_code in (0, 1, 130):
        return exit_code
    if exit_code == 2:
        return 252
    if 'An error occurred (' in error and 'Waiter ' not in error:
        return 254
    if 'You must specify a region' in error or 'Unable to locate credentials' in error or 'config profile' in error:
        return 253
    if 'Waiter ' in error or 'Could not connect' in error or 'invalid literal' in error or 'user-provided path' in error or 'invalid type for value' in error:
        return 255
    return 252


def output_shape(driver, words):
    import botocore.session
    from botocore import xform_name
    plain = [w for w in words if not w.startswith('-')]
    if len(plain) < 2 or plain[0] in ('s3', 'configure'):
        return None
    name = 's3' if plain[0] == 's3api' else plain[0]
    try:
        model = driver.session.get_service_model(name)
    except Exception:
        return None
    for operation in model.operation_names:
        if xform_name(operation, '-') == plain[1]:
            return model.operation_model(operation).output_shape
    return None


def run(words, endpoint):
    import awscli.clidriver
    err = io.StringIO()


    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding='utf-8', write_through=True)
    with redirect_stdout(stdout), redirect_stderr(err):
        driver = awscli.clidriver.create_clidriver()
        try:
            code = driver.main(words)
        except SystemExit as end:
            code = end.code
    return driver, code, raw.getvalue().decode(), err.getvalue()


def main():
    from moto.server import ThreadedMotoServer
    import botocore.loaders
    import time
    server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = 'http://%s:%d' % (host, port)
    loader = botocore.loaders.create_loader()
    botocore.loaders.create_loader = lambda *arguments, **options: loader
    pause = time.sleep
    time.sleep = lambda seconds: pause(min(seconds, 0.01))
    os.environ.update(AWS_ACCESS_KEY_ID='AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY='b', AWS_DEFAULT_REGION='us-east-1',
                      AWS_CONFIG_FILE='/dev/null', AWS_SHARED_CREDENTIALS_FILE='/dev/null', AWS_ENDPOINT_URL=endpoint,
                      AWS_EC2_METADATA_DISABLED='true', AWS_MAX_ATTEMPTS='1', COLUMNS='80')
    sys.argv[0] = 'aws'
    total = 0
    for path in sorted(glob.glob(os.path.join(HERE, '*.sky'))):
        name = os.path.basename(path)[:-4]
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        urllib.request.urlopen(urllib.request.Request(endpoint + '/moto-api/reset', method='POST')).read()
        variables, records = {}, []
        with open(path, encoding='utf-8') as file:
            lines = [line.rstrip('\n') for line in file]
        for line in lines:
            if not line.strip() or line.startswith('#') or line == 'wait':
                continue
            found = ASSIGNMENT.match(line)
            command = found.group(2) if found else line
            typed = re.sub(r'\$([A-Z_0-9]+)', lambda m: variables.get(m.group(1), ''), command)
            words = shlex.split(typed)[1:]
            # Version 1 sends rds to its own endpoint in us-east-1 whatever the environment says.
            real = words + ['--endpoint-url', endpoint] if words[:1] == ['rds'] and len(words) > 1 else words
            driver, code, out, err = run(real, endpoint)
            code = status(code, err)
            if found:
                variables[found.group(1)] = out.strip() if code == 0 else ''
                if code != 0:
                    print('%s: %s: %s' % (name, line, err.strip()[:200]))
                continue
            record = {'line': line, 'exit': code}
            error = re.search(r'An error occurred \(([^)]*)\)', err)
            if error and code in (1, 254):
                record['code'] = error.group(1)
            if code == 0 and '--query' not in words and '--output' not in words:
                if out.strip().startswith(('{', '[')):
                    record['shape'] = shape_of(json.loads(out), output_shape(driver, words))
            if LACKING.search(err):
                record = {'line': line, 'lacking': True}
            records.append(record)
            total += 1
        with open(os.path.join(HERE, name + '.json'), 'w', encoding='utf-8') as file:
            file.write('[\n' + ',\n'.join(json.dumps(r, ensure_ascii=False, separators=(',', ':')) for r in records) + '\n]\n')
        print(name, len(records), flush=True)
    server.stop()
    print(total, 'lines')


if __name__ == '__main__':
    main()

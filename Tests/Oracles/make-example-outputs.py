#!/usr/bin/env python3
"""Takes the members out of the answers that the awscli package's examples show: examples/outputs.json.

    python3 Tests/Oracles/make-example-outputs.py

For each operation the paths of members, `.Vpcs[].State`, that an example's output has: what AWS itself prints there. Only names
are kept (by Amazon.com, Inc. or its affiliates, Apache License 2.0; NOTICE).
"""
import importlib.util
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))


def example_lines():
    spec = importlib.util.spec_from_file_location('lines', os.path.join(HERE, 'make-example-lines.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paths(value, prefix, found):
    if isinstance(value, dict):
        for key, element in value.items():
            found.add(prefix + '.' + key)
            paths(element, prefix + '.' + key, found)
    elif isinstance(value, list):
        for element in value:
            paths(element, prefix + '[]', found)


def main():
    import awscli
    lines = example_lines()
    root = os.path.join(os.path.dirname(awscli.__file__), 'examples')
    services = sorted(f[:-5] for f in os.listdir(os.path.join(HERE, 'examples')) if f.endswith('.json') and f != 'outputs.json')
    from botocore import xform_name
    with open(os.path.join(os.path.dirname(os.path.dirname(HERE)), 'api', 'operations.list'), encoding='utf-8') as file:
        fields = [line.split() for line in file if line.strip() and not line.startswith('#')]
    owed = {'%s %s' % (f[0], xform_name(f[1], '-')) for f in fields}
    result = {}
    for service in services:
        for place, _, names in sorted(os.walk(os.path.join(root, service))):
            for name in sorted(names):
                if not name.endswith('.rst') or '%s %s' % (service, name[:-4]) not in owed:
                    continue
                with open(os.path.join(place, name), encoding='utf-8') as file:
                    text = file.read()
                found = set()
                for _, block in lines.blocks(text):
                    if not block.startswith('{'):
                        continue
                    # Examples leave commas at the end and shorten lists with dots.
                    block = re.sub(r',(\s*[}\]])', r'\1', block)
                    try:
                        paths(json.loads(block), '', found)
                    except ValueError:
                        continue
                if found:
                    result['%s %s' % (service, name[:-4])] = sorted(found)
    with open(os.path.join(HERE, 'examples', 'outputs.json'), 'w', encoding='utf-8') as file:
        file.write('{\n' + ',\n'.join('%s:%s' % (json.dumps(k), json.dumps(v, separators=(',', ':'))) for k, v in sorted(result.items())) + '\n}\n')
    print(len(result), 'operations', sum(len(v) for v in result.values()), 'members')


if __name__ == '__main__':
    main()

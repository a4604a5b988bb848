#!/usr/bin/env python3
"""Derives api/*.table from the public service models of botocore and the command line of awscli (both Apache-2.0).

    python3 Scripts/derive-api.py            writes api/<service>.table and api/services.list
    python3 Scripts/derive-api.py --check    says whether they are what this script would write

api/operations.list names the operations whose shapes are written in full; every other operation of a service is
known by name only. The format is described in docs/decisions/0004-operation-tables.md. No documentation text is taken.
"""
import os
import sys

import awscli
import botocore
from awscli import arguments
from awscli.clidriver import ServiceOperation, create_clidriver
from awscli.customizations import toplevelbool
from awscli.customizations.paginate import PageArgument
from botocore import xform_name

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
API = os.path.join(ROOT, 'api')
SERVICES = ('sts ec2 elbv2 autoscaling rds route53 cloudwatch elasticache s3api iam cloudfront ssm ce logs sns pricing '
            'resourcegroupstaggingapi fis arc-zonal-shift savingsplans acm').split()
GENERIC = ('cli-input-json', 'generate-cli-skeleton')
LETTER = {'string': 's', 'integer': 'i', 'long': 'l', 'float': 'f', 'double': 'd', 'boolean': 'b', 'timestamp': 't',
          'blob': 'B', 'structure': 'S', 'list': 'L', 'map': 'M'}
NOTE = ('# Derived from botocore %s and aws-cli %s (Copyright Amazon.com, Inc. or its affiliates, Apache License 2.0) '
        'by Scripts/derive-api.py; reduced to names and constraints.' % (botocore.__version__, awscli.__version__))


def clean(text):
    text = str(text)
    assert '\t' not in text and '\n' not in text, text
    return text


class Shapes:
    """The shapes of one service that were asked for, each as one line."""

    def __init__(self):
        self.lines = {}
        # The names of the outputs: the client puts what comes in headers first, then the body's members.
        self.outputs = set()

    def reference(self, shape):
        """A letter for an unconstrained scalar, else the shape's name (its line is written once)."""
        kind = shape.type_name
        serial = shape.serialization
        extra = []
        if 'min' in shape.metadata:
            extra.append('m=%s' % shape.metadata['min'])
        if 'max' in shape.metadata:
            extra.append('M=%s' % shape.metadata['max'])
        if serial.get('streaming') or getattr(shape, 'is_streaming', False):
            extra.append('streaming')
        if serial.get('flattened'):
            extra.append('flattened')
        if getattr(shape, 'is_document_type', False):
            extra.append('document')
        if getattr(shape, 'is_tagged_union', False):
            extra.append('union')
        if getattr(shape, 'eventstream', False):
            extra.append('eventstream')
        if serial.get('jsonvalue'):
            extra.append('jsonvalue')
        enum = list(getattr(shape, 'enum', None) or [])
        if kind not in ('structure', 'list', 'map') and not extra and not enum:
            return ':' + LETTER[kind]
        name = clean(shape.name)
        head = [name, LETTER[kind], ','.join(extra)]
        old = self.lines.get(name)
        if old is not None:
            if kind in ('string', 'integer', 'long', 'blob', 'boolean', 'float', 'double', 'timestamp'):
                assert old == head + [clean(e) for e in enum], (old, head)
                return name
            # A member may carry traits that its shape does not: the same name, the traits of the first use.
            assert old[1] == head[1], (old, head)
            return name
        self.lines[name] = head
        if kind == 'structure':
            members = list(shape.members.items())
            if name in self.outputs:
                members.sort(key=lambda item: item[1].serialization.get('location') not in ('header', 'headers', 'statusCode'))
            for member, inner in members:
                flags = ''
                if member in shape.required_members:
                    flags += '!'
                if inner.metadata.get('idempotencyToken'):
                    flags += '*'
                if inner.metadata.get('deprecated'):
                    flags += '~'
                head.append('%s %s%s' % (clean(member), self.reference(inner), ' ' + flags if flags else ''))
        elif kind == 'list':
            head.append(self.reference(shape.member))
            head.append(clean(shape.member.name))
        elif kind == 'map':
            head.append(self.reference(shape.key))
            head.append(self.reference(shape.value))
        else:
            head.extend(clean(e) for e in enum)
        return name

    def text(self):
        return ''.join('\t'.join(self.lines[n]) + '\n' for n in sorted(self.lines, key=lambda n: n.encode()))


def expected_options(operation, shape):
    """The options that the plain rules give: the Swift side has the same rules, so that only differences are stored."""
    result = []
    if shape is None:
        return result
    for member, inner in shape.members.items():
        name = xform_name(member, '-')
        result.append((name, member, None))
        if inner.type_name == 'boolean' or toplevelbool_applies(operation, inner):
            result.append(('no-' + name, member, None))
    return result


def toplevelbool_applies(operation, shape):
    return operation._parent_name == 'ec2' and toplevelbool._qualifies_for_simplification(shape) \
        if shape.type_name == 'structure' else False


def option_differences(operation):
    """Renamed, removed, added and hidden options and lifted requirements, in the order of the argument table."""
    model = operation._operation_model
    shape = model.input_shape
    table = operation.arg_table
    plain = {name: member for name, member, _ in expected_options(operation, shape)}
    required = set(shape.required_members) if shape is not None else set()
    tokens = {m for m, s in shape.members.items() if s.metadata.get('idempotencyToken')} if shape is not None else set()
    found, result = set(), []
    paging = set()
    for name, argument in table.items():
        if name in GENERIC:
            continue
        if isinstance(argument, PageArgument):
            paging.add(name)
            continue
        member = getattr(argument, '_serialized_name', None)
        if isinstance(argument, arguments.CLIArgument) and member is not None:
            default = name in plain and plain[name] == member
            negative = isinstance(argument, toplevelbool.NegativeBooleanParameter) or (
                isinstance(argument, arguments.BooleanArgument) and argument._action == 'store_false')
            if default:
                found.add(name)
                if argument.required != (member in required and member not in tokens) and not negative \
                        and not isinstance(argument, toplevelbool.PositiveBooleanArgument):
                    result.append('?' + name)
            else:
                result.append('=%s:%s%s' % (name, member, ':-' if negative else ''))
                if argument.required:
                    result.append('!' + name)
            continue
        # An option of the client's own: how many words it takes, and of what type.
        kind = 'v'
        action = getattr(argument, '_action', None)
        nargs = getattr(argument, 'nargs', None)
        if getattr(argument, 'positional_arg', False) or argument.cli_name == name:
            kind = 'p'
        elif action == 'store_true':
            kind = 'f'
        elif action == 'store_false':
            kind = 'F'
        elif nargs == '+':
            kind = 'L'
        elif nargs == '*' or name == 'secondary-private-ip-addresses':
            kind = 'l'
        elif name == 'secondary-private-ip-address-count':
            kind = 'i'
        result.append('+%s:%s%s' % (name, kind, '!' if argument.required else ''))
    for name in plain:
        if name not in found and name not in paging:
            result.insert(0, '-' + name)
    for name, argument in table.items():
        if getattr(argument, '_UNDOCUMENTED', False):
            result.append('~' + name)
    return result


def joined(value):
    return ','.join(value) if isinstance(value, list) else (value or '')


def paginator_field(session, service, operation):
    try:
        config = session.get_paginator_model(service).get_paginator(operation)
    except Exception:
        return ''
    parts = [joined(config['input_token']), joined(config['output_token']), config.get('limit_key', ''),
             joined(config.get('result_key')), config.get('more_results', ''), joined(config.get('non_aggregate_keys'))]
    return '|'.join(clean(p).replace('||', '\x01') for p in parts).replace('\x01', ' or ') \
        if not any('||' in p for p in parts) else '|'.join(clean(p).replace(' || ', ' or ') for p in parts)


def waiter_lines(session, service):
    try:
        model = session.get_waiter_model(service)
    except Exception:
        return []
    result = []
    for name in model.waiter_names:
        waiter = model.get_waiter(name)
        fields = [xform_name(name, '-'), name, clean(waiter.operation), str(waiter.delay), str(waiter.max_attempts)]
        for acceptor in waiter.acceptors:
            expected = acceptor.expected
            letter = 'b' if isinstance(expected, bool) else 'i' if isinstance(expected, int) else 's'
            text = str(expected).lower() if letter == 'b' else str(expected)
            fields += [acceptor.state, acceptor.matcher, letter + clean(text), clean(acceptor.argument or '')]
        result.append('\t'.join(fields))
    return sorted(result, key=lambda line: line.split('\t')[0].encode())


def derive(driver, service, full):
    session = driver.session
    command = driver._get_command_table()[service]
    model = command.service_model
    shapes, lines, waits = Shapes(), [], False
    commands = command._get_command_table()
    for name, operation in commands.items():
        if name in ('wait', 'help'):
            continue
        if not isinstance(operation, ServiceOperation):
            lines.append('\t'.join([name, '', 'command']))
            continue
        op = operation._operation_model
        flags = ['deprecated'] if op.deprecated else []
        if (service, op.name) not in full:
            lines.append('\t'.join([name, op.name, ','.join(['name'] + flags)]))
            continue
        shape_in, shape_out = op.input_shape, op.output_shape
        if shape_out is not None:
            shapes.outputs.add(shape_out.name)
        if op.has_streaming_output:
            flags.append('stream=%s' % shape_out.serialization['payload'])
        lines.append('\t'.join([
            name, op.name, ','.join(['full'] + flags),
            shapes.reference(shape_in) if shape_in is not None else '',
            shapes.reference(shape_out) if shape_out is not None else '',
            paginator_field(session, model.service_name, op.name),
            ','.join(sorted(clean(e.metadata.get('error', {}).get('code', e.name)) for e in op.error_shapes)),
            ' '.join(option_differences(operation)),
        ]))
    lines.sort(key=lambda line: line.split('\t')[0].encode())
    meta = model.metadata
    protocol = 'json' if service == 'cloudwatch' else meta['protocol']
    head = '\t'.join(['service', service, meta.get('serviceId', ''), protocol, meta['apiVersion'],
                      meta['endpointPrefix'], meta.get('targetPrefix', ''), meta.get('signingName', meta['endpointPrefix'])])
    sections = ['operations\n' + ''.join(line + '\n' for line in lines),
                'shapes\n' + shapes.text(),
                'waiters\n' + ''.join(line + '\n' for line in waiter_lines(session, model.service_name))]
    prefix_length = len('skydrill-operation-table 1') + 3 * 11 + 1
    start = prefix_length + len(NOTE.encode()) + 1 + len(head.encode()) + 1
    offsets = []
    for section in sections:
        offsets.append(start)
        start += len(section.encode())
    first = 'skydrill-operation-table 1' + ''.join(' %010d' % o for o in offsets)
    assert len(first) + 1 == prefix_length
    return '\n'.join([first, NOTE, head]) + '\n' + ''.join(sections)


def main():
    os.environ.setdefault('AWS_DEFAULT_REGION', 'us-east-1')
    full = set()
    with open(os.path.join(API, 'operations.list'), encoding='utf-8') as file:
        for line in file:
            line = line.split('#')[0].split()
            if line:
                full.add((line[0], line[1]))
    driver = create_clidriver()
    stale = []

    def write(name, text):
        path = os.path.join(API, name)
        if '--check' in sys.argv:
            if not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
                stale.append(name)
        else:
            with open(path, 'w', encoding='utf-8', newline='\n') as file:
                file.write(text)

    write('services.list', NOTE + '\n' + ''.join(name + '\n' for name in driver._get_command_table()))
    total = 0
    known = set()
    for service in SERVICES:
        text = derive(driver, service, full)
        known |= {(service, line.split('\t')[1]) for line in text.split('shapes\n')[0].split('\n') if line.count('\t') > 2}
        write(service + '.table', text)
        total += len(text.encode())
        print('%-28s %8d' % (service, len(text.encode())))
    print('total', total)
    missing = sorted(full - known)
    if missing:
        sys.exit('not found: %s' % missing)
    if stale:
        sys.exit('stale: %s; run Scripts/derive-api.py' % ', '.join(stale))


main()

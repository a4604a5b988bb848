#!/usr/bin/env python3
"""Runs command lines through the real aws-cli without a network and writes what it would send: commandline.json.

    python3 Tests/Oracles/make-commandline-cases.py

Each case has the words after `aws`, and either `operation`, `input`, `paging` (what would be sent) or `exit`, `error`
(what the client prints). Files are given in the case under `files`. The lines are in commandline-lines.txt.
"""
import base64
import datetime
import io
import json
import os
import random
import shlex
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {
    'input.json': '{"InstanceIds": ["i-1", "i-2"], "MaxResults": 5}',
    'run.json': '{"ImageId": "ami-9", "InstanceType": "t3.micro", "MinCount": 2, "MaxCount": 3}',
    'filters.json': '[{"Name": "vpc-id", "Values": ["vpc-1"]}]',
    'userdata.sh': '#!/bin/sh\necho hi\n',
    'ids.txt': 'i-1',
    'policy.json': '{"Version": "2012-10-17", "Statement": []}',
    'broken.json': '{"a": ',
    'list.json': '[1, 2]',
    'body.txt': 'hello',
    'crlf.txt': 'a\r\nb\r\n',
}


class Sent(Exception):
    pass


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(bytes(value)).decode()
    if hasattr(value, 'read'):
        return base64.b64encode(value.read()).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    if type(value).__name__ == 'Decimal':
        return float(value)
    return value


def times(value, shape):
    """Times as the world takes them: ISO 8601 in UTC."""
    from botocore.utils import parse_to_aware_datetime
    if shape.type_name == 'structure' and isinstance(value, dict):
        return {k: times(v, shape.members[k]) if k in shape.members else v for k, v in value.items()}
    if shape.type_name == 'list' and isinstance(value, list):
        return [times(v, shape.member) for v in value]
    if shape.type_name == 'timestamp':
        moment = parse_to_aware_datetime(value).astimezone(datetime.timezone.utc)
        text = moment.strftime('%Y-%m-%dT%H:%M:%S')
        if moment.microsecond:
            text += '.%06d' % moment.microsecond
            text = text.rstrip('0')
        return text + 'Z'
    return value


def run(words):
    import awscli.clidriver
    import botocore.client
    import botocore.handlers
    import botocore.paginate
    import botocore.validate
    result = {}
    original = botocore.validate.ParamValidationDecorator.serialize_to_request
    paginate = botocore.paginate.Paginator.paginate

    def serialize(self, parameters, model):
        if model.input_shape:
            report = self._param_validator.validate(parameters, model.input_shape)
            if report.has_errors():
                return original(self, parameters, model)
        generated = model.idempotent_members
        # What the client adds for the wire is not what the learner said.
        added = {'EncodingType', 'ChecksumMode', 'ChecksumAlgorithm'} - asked
        sent = {k: v for k, v in parameters.items() if (k not in generated or k in asked) and k not in added}
        result['operation'] = model.name
        result['input'] = plain(times(sent, model.input_shape)) if model.input_shape else {}
        if 'output' in words and '--generate-cli-skeleton' in words:
            result.clear()
            return original(self, parameters, model)
        raise Sent()

    def record(self, **kwargs):
        config = kwargs.get('PaginationConfig', {})
        result['paging'] = {k: config[k] for k in config}
        limit = self._pagination_cfg.get('limit_key')
        if 'PageSize' in config and limit:
            result['drop'] = limit
        if config.get('StartingToken'):
            kwargs['PaginationConfig'] = {k: v for k, v in config.items() if k != 'StartingToken'}
        return paginate(self, **kwargs)

    uuid = botocore.handlers.generate_idempotent_uuid
    asked = set()

    def keep(params, model, **kwargs):
        asked.update(params)
        return uuid(params, model, **kwargs)

    botocore.validate.ParamValidationDecorator.serialize_to_request = serialize
    botocore.paginate.Paginator.paginate = record
    random.choice = lambda items: items[0]
    out, err = io.StringIO(), io.StringIO()
    status = None
    try:
        with redirect_stdout(out), redirect_stderr(err):
            driver = awscli.clidriver.create_clidriver()
            emitter = driver.session.get_component('event_emitter')
            emitter.register_first('before-parameter-build.*.*', lambda params, **kw: asked.update(params))
            try:
                status = driver.main(words)
            except Sent:
                pass
            except SystemExit as end:
                status = end.code
    finally:
        botocore.validate.ParamValidationDecorator.serialize_to_request = original
        botocore.paginate.Paginator.paginate = paginate
    if 'input' in result:
        if 'drop' in result:
            result['input'].pop(result.pop('drop'), None)
        return result
    if status == 0:
        return {'exit': 0, 'output': out.getvalue()}
    return {'exit': status, 'error': words_of(err.getvalue())}


def words_of(error):
    """The error without usage and without the list of choices."""
    if '\naws: error: ' in error:
        error = error.split('\naws: error: ', 1)[1]
    elif '\nUnknown options: ' in error:
        error = 'Unknown options: ' + error.split('\nUnknown options: ', 1)[1]
    if 'valid choices are:' in error:
        head, tail = error.split('valid choices are:', 1)
        place = tail.find('Invalid choice: ')
        error = head + 'valid choices are:' + ('\n\n' + tail[place:] if place >= 0 else '')
    return error.strip('\n')


def main():
    sys.argv[0] = 'aws'
    os.environ.update(AWS_ACCESS_KEY_ID='a', AWS_SECRET_ACCESS_KEY='b', AWS_DEFAULT_REGION='us-east-1',
                      AWS_CONFIG_FILE='/dev/null', AWS_SHARED_CREDENTIALS_FILE='/dev/null', AWS_EC2_METADATA_DISABLED='true')
    with open(os.path.join(HERE, 'commandline-lines.txt'), encoding='utf-8') as file:
        lines = [line.rstrip('\n') for line in file if line.strip() and not line.startswith('#')]
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in FILES.items():
            with open(name, 'w', newline='') as file:
                file.write(text)
        with open('key.bin', 'wb') as file:
            file.write(bytes([0, 255, 1]))
        for line in lines:
            words = shlex.split(line)
            try:
                case = run(words)
            except Exception as problem:
                sys.exit('%s: %r' % (line, problem))
            cases.append({'words': words, **case})
    names = []
    from botocore import xform_name
    import botocore.session
    session = botocore.session.get_session()
    for service in ('ec2', 'rds', 's3', 'elasticache', 'iam', 'cloudfront'):
        model = session.get_service_model(service)
        for operation in list(model.operation_names)[::7]:
            names.append([operation, xform_name(operation, '-')])
            shape = model.operation_model(operation).input_shape
            for member in list(shape.members)[:6] if shape else []:
                names.append([member, xform_name(member, '-')])
    unique = sorted({tuple(n) for n in names})
    files = {name: base64.b64encode(text.encode()).decode() for name, text in FILES.items()}
    files['key.bin'] = 'AP8B'
    with open(os.path.join(HERE, 'awscli-corpus.json'), encoding='utf-8') as file:
        corpus = [{'words': shlex.split(c['cmd'])[1:], 'exit': c['exit'], 'error': words_of(c['stderr'])}
                  for c in json.load(file) if c['cmd'].startswith('aws')]
    with open(os.path.join(HERE, 'commandline.json'), 'w', encoding='utf-8') as file:
        file.write('{"files": %s,\n"names": %s,\n"cases": [\n' % (json.dumps(files), json.dumps(unique)))
        file.write(',\n'.join(json.dumps(c, ensure_ascii=False) for c in cases))
        file.write('\n],\n"corpus": [\n')
        file.write(',\n'.join(json.dumps(c, ensure_ascii=False) for c in corpus))
        file.write('\n]}\n')
    print(len(cases), 'cases', len(unique), 'names')


if __name__ == "__main__":
    main()

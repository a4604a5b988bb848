#!/usr/bin/env python3
"""Writes policy-decisions.json: random policies and requests with the decisions of an evaluator of its own.

    python3 Tests/Oracles/make-policy-cases.py

The evaluator is written from the IAM User Guide (policy evaluation logic, condition operators, policy variables) and
shares no code or idea of structure with the one in Sources/Cloud/Policy: patterns become regular expressions,
conditions functions over lists. A third of the cases each is allowed, denied explicitly and denied implicitly.
"""
import base64
import ipaddress
import json
import os
import random
import re
from datetime import datetime, timezone

ACCOUNT = '123456789012'
CASES = 10_200
ABSENT = object()


# ---------------------------------------------------------------------------------------------------------------------
# The evaluator

def lookup(context, key):
    """The values of a condition key, whose name is compared without case; ABSENT when the request has it not."""
    for name, values in context.items():
        if name.lower() == key.lower():
            return values
    return ABSENT


class Unresolved(Exception):
    """A policy variable stands for a key that the request does not have exactly once."""


def expression(text, context, wildcards, variables):
    """A regular expression for a text of a policy."""
    out = []
    position = 0
    while position < len(text):
        if variables:
            found = re.compile(r'\$\{([^}]*)\}').match(text, position)
            if found:
                position = found.end()
                name = found.group(1)
                if name in ('*', '?', '$'):
                    out.append(re.escape(name))
                    continue
                key, _, default = name.partition(',')
                values = lookup(context, key.strip())
                if values is not ABSENT and len(values) == 1:
                    out.append(re.escape(values[0]))
                elif default.strip():
                    out.append(re.escape(default.strip()[1:-1]))
                else:
                    raise Unresolved
                continue
        letter = text[position]
        position += 1
        if wildcards and letter == '*':
            out.append('.*')
        elif wildcards and letter == '?':
            out.append('.')
        else:
            out.append(re.escape(letter))
    return ''.join(out)


def fits(pattern, text, context, wildcards=True, variables=True, ignoring_case=False):
    try:
        compiled = expression(pattern, context, wildcards, variables)
    except Unresolved:
        return False
    return re.fullmatch(compiled, text, re.DOTALL | (re.IGNORECASE if ignoring_case else 0)) is not None


def arn_fits(pattern, text, context, variables):
    try:
        compiled = expression(pattern, context, True, variables)
    except Unresolved:
        return False
    del compiled
    # Each of the six parts is matched for itself; a variable's value counts as text, whatever colons it has.
    def resolved(match):
        values = lookup(context, match.group(1).partition(',')[0].strip())
        if values is not ABSENT and len(values) == 1:
            return values[0]
        return match.group(1).partition(',')[2].strip()[1:-1]
    plain = re.sub(r'\$\{([^}]*)\}', resolved, pattern) if variables else pattern
    left, right = plain.split(':', 5), text.split(':', 5)
    if len(left) != 6 or len(right) != 6:
        return False
    return all(fits(one, other, {}, variables=False) for one, other in zip(left, right))


def moment(text):
    if re.fullmatch(r'\d+', text) and len(text) > 4:
        return float(text)
    if re.fullmatch(r'\d{4}-\d\d-\d\d', text):
        text += 'T00:00:00Z'
    return datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ').replace(tzinfo=timezone.utc).timestamp()


def in_network(value, network):
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def number(text):
    try:
        return float(text)
    except ValueError:
        return float('nan')


ORDERS = {
    'Equals': lambda a, b: a == b, 'NotEquals': lambda a, b: a == b, 'LessThan': lambda a, b: a < b,
    'LessThanEquals': lambda a, b: a <= b, 'GreaterThan': lambda a, b: a > b, 'GreaterThanEquals': lambda a, b: a >= b,
}


def compare(operator, value, accepted, context, variables):
    """Whether a value of the request matches one of the policy, negation left out."""
    if operator.startswith('Numeric'):
        return ORDERS[operator[7:]](number(value), number(accepted))
    if operator.startswith('Date'):
        return ORDERS[operator[4:]](moment(value), moment(accepted))
    if operator in ('StringEquals', 'StringNotEquals'):
        return fits(accepted, value, context, wildcards=False, variables=variables)
    if operator in ('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'):
        return fits(accepted, value, context, wildcards=False, variables=variables, ignoring_case=True)
    if operator in ('StringLike', 'StringNotLike'):
        return fits(accepted, value, context, variables=variables)
    if operator == 'Bool':
        return value.lower() == accepted.lower()
    if operator == 'BinaryEquals':
        return base64.b64decode(value) == base64.b64decode(accepted)
    if operator in ('IpAddress', 'NotIpAddress'):
        return in_network(value, accepted)
    if operator in ('ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'):
        return arn_fits(accepted, value, context, variables)
    raise AssertionError(operator)


def as_list(value):
    return value if isinstance(value, list) else [value]


def text_of(value):
    return ('true' if value else 'false') if isinstance(value, bool) else str(value)


def condition_holds(operator, key, accepted, context, variables):
    accepted = [text_of(value) for value in as_list(accepted)]
    quantifier, _, bare = operator.rpartition(':')
    if_exists = bare.endswith('IfExists')
    if if_exists:
        bare = bare[:-len('IfExists')]
    values = lookup(context, key)
    if values == []:
        values = ABSENT
    if bare == 'Null':
        return any(value.lower() == ('true' if values is ABSENT else 'false') for value in accepted)
    negated = 'Not' in bare
    if values is ABSENT:
        if if_exists or quantifier == 'ForAllValues':
            return True
        if quantifier == 'ForAnyValue':
            return False
        return negated
    passes = [any(compare(bare, value, wanted, context, variables) for wanted in accepted) != negated for value in values]
    if quantifier == 'ForAllValues':
        return all(passes)
    if quantifier == 'ForAnyValue':
        return any(passes)
    return passes[0]


def names(principal, caller):
    """How a Principal element names the caller: 'itself', 'shared', 'account' or None."""
    if principal == '*':
        return 'shared'
    best = None
    for value in as_list(principal.get('AWS', [])):
        if value == '*':
            best = best or 'shared'
            if best == 'account':
                best = 'shared'
        elif value in (ACCOUNT, 'arn:aws:iam::%s:root' % ACCOUNT):
            best = best or 'account'
        elif value == caller.get('user') or value == caller.get('session'):
            return 'itself'
        elif value == caller.get('role'):
            best = 'shared'
    return best


def statement_applies(statement, request, variables):
    context = request['keys']

    def listed(element, text, ignoring_case, uses):
        return any(
            fits(pattern, text, context, variables=uses, ignoring_case=ignoring_case)
            for pattern in as_list(statement[element]))

    if 'Action' in statement and not listed('Action', request['action'], True, False):
        return False
    if 'NotAction' in statement and listed('NotAction', request['action'], True, False):
        return False
    if 'Resource' in statement and not listed('Resource', request['resource'], False, variables):
        return False
    if 'NotResource' in statement and listed('NotResource', request['resource'], False, variables):
        return False
    return all(
        condition_holds(operator, key, accepted, context, variables)
        for operator, keys in statement.get('Condition', {}).items() for key, accepted in keys.items())


def effects(policies, request):
    found = set()
    for policy in policies:
        variables = policy.get('Version') == '2012-10-17'
        for statement in as_list(policy['Statement']):
            if statement_applies(statement, request, variables):
                found.add(statement['Effect'])
    return found


def resource_effects(policy, request, caller):
    found = {}
    if policy is None:
        return found
    variables = policy.get('Version') == '2012-10-17'
    for statement in as_list(policy['Statement']):
        if not statement_applies(statement, request, variables):
            continue
        if 'NotPrincipal' in statement:
            # An account there is its root user, who is none of the callers.
            how = 'shared' if names(statement['NotPrincipal'], caller) in (None, 'account') else None
        else:
            how = names(statement['Principal'], caller)
        if how:
            found.setdefault(statement['Effect'], set()).add(how)
    return found


def decide(case):
    request, caller = case['request'], case['caller']
    own = effects(case['identity'], request)
    boundary = effects([case['boundary']], request) if case['boundary'] else None
    session = effects(case['session'], request) if case['session'] is not None else None
    resource = resource_effects(case['resource'], request, caller)
    if any('Deny' in (one or ()) for one in (own, boundary, session, resource)):
        return 'explicit'
    granted = resource.get('Allow', set())
    if 'itself' in granted:
        return 'allowed'
    if case['trust'] and not granted:
        return 'implicit'
    if 'shared' not in granted and 'Allow' not in own:
        return 'implicit'
    if boundary is not None and 'Allow' not in boundary:
        return 'implicit'
    if session is not None and 'Allow' not in session:
        return 'implicit'
    return 'allowed'


# ---------------------------------------------------------------------------------------------------------------------
# Random policies and requests

USER = 'arn:aws:iam::%s:user/ana' % ACCOUNT
ROLE = 'arn:aws:iam::%s:role/web' % ACCOUNT
SESSION = 'arn:aws:sts::%s:assumed-role/web/i-1' % ACCOUNT
ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'ec2:StartInstances', 'ec2:StopInstances', 'ec2:DescribeVpcs',
           'iam:PassRole']
ACTION_PATTERNS = ACTIONS + ['*', 's3:*', 's3:Get*', 'S3:getobject', 'ec2:St*Instances', 'ec2:?topInstances', 's3:*Object',
                             'ec2:*', 's3:Get?bject', 's3:GetObject?']
RESOURCES = ['arn:aws:s3:::alpha', 'arn:aws:s3:::alpha/ana/a.txt', 'arn:aws:s3:::alpha/secret/b:c.txt', 'arn:aws:s3:::beta/x',
             'arn:aws:s3:::Alpha/ana/a.txt', 'arn:aws:ec2:eu-west-1:%s:instance/i-1' % ACCOUNT,
             'arn:aws:ec2:ap-northeast-2:%s:instance/i-2' % ACCOUNT, ROLE, '*']
RESOURCE_PATTERNS = RESOURCES + ['*', 'arn:aws:s3:::alpha*', 'arn:aws:s3:::alpha/*', 'arn:aws:s3:::*/ana/*',
                                 'arn:aws:s3:::alpha/${aws:username}/*', 'arn:aws:s3:::${aws:PrincipalTag/team, \'alpha\'}/*',
                                 'arn:aws:ec2:*:%s:instance/*' % ACCOUNT, 'arn:aws:ec2:*:*:instance/i-?',
                                 'arn:aws:s3:::a?pha/*', 'arn:aws:ec2:*']
STRINGS = {
    'aws:RequestedRegion': ['eu-west-1', 'ap-northeast-2', 'us-east-1', 'EU-WEST-1', 'eu-*', 'ap-northeast-?'],
    'aws:PrincipalTag/team': ['red', 'blue', 'Red', 'r*', '${aws:ResourceTag/team}'],
    'aws:ResourceTag/team': ['red', 'blue', '${aws:PrincipalTag/team}', '${aws:PrincipalTag/Team, \'red\'}', '?ed'],
    's3:prefix': ['ana/', 'bob/', '', '${aws:username}/*', '${*}', 'a*'],
    'aws:username': ['ana', 'bob', 'ANA', '*'],
}
VALUES = {
    'aws:RequestedRegion': [['eu-west-1'], ['ap-northeast-2'], ['EU-WEST-1']],
    'aws:PrincipalTag/team': [['red'], ['blue']], 'aws:ResourceTag/team': [['red'], ['blue'], ['Red']],
    's3:prefix': [['ana/'], ['bob/'], [''], ['*']], 'aws:username': [['ana'], ['bob']],
    'aws:TagKeys': [['team'], ['team', 'env'], ['env', 'cost'], []],
    's3:max-keys': [['10'], ['100'], ['1e2'], ['x']], 'aws:CurrentTime': [['2026-01-05T00:00:00Z'], ['2026-06-01T12:00:00Z']],
    'aws:MultiFactorAuthPresent': [['true'], ['false']], 'aws:SecureTransport': [['true'], ['false']],
    'aws:SourceIp': [['203.0.113.25'], ['198.51.100.7'], ['10.1.2.3']],
    'aws:PrincipalArn': [[USER], [ROLE]], 'app:Blob': [['aGk='], ['aGV5']],
}
OPERATORS = {
    'string': ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike',
               'StringNotLike'],
    'numeric': ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan',
                'NumericGreaterThanEquals'],
    'date': ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
    'arn': ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
}


def some(draw, values, most):
    chosen = draw.sample(values, draw.randint(1, most))
    return chosen[0] if len(chosen) == 1 and draw.random() < 0.5 else chosen


def condition(draw):
    """An operator, a key and accepted values."""
    kind = draw.choice(['string'] * 4 + ['numeric', 'date', 'bool', 'ip', 'arn', 'null', 'tags', 'tags', 'binary'])
    suffix = 'IfExists' if draw.random() < 0.25 else ''
    if kind == 'string':
        key = draw.choice(list(STRINGS))
        if draw.random() < 0.2:
            key = key.upper()
        values = STRINGS[next(name for name in STRINGS if name.lower() == key.lower())]
        return draw.choice(OPERATORS['string']) + suffix, key, some(draw, values, 3)
    if kind == 'numeric':
        return draw.choice(OPERATORS['numeric']) + suffix, 's3:max-keys', some(draw, ['10', '50', '100'], 2)
    if kind == 'date':
        return draw.choice(OPERATORS['date']) + suffix, 'aws:CurrentTime', some(
            draw, ['2026-01-05T00:00:00Z', '2026-03-01', '1780315200', '2026-12-31T23:59:59Z'], 2)
    if kind == 'bool':
        return 'Bool' + suffix, draw.choice(['aws:MultiFactorAuthPresent', 'aws:SecureTransport']), draw.choice(
            ['true', 'false', True, False, 'True'])
    if kind == 'ip':
        return draw.choice(['IpAddress', 'NotIpAddress']) + suffix, 'aws:SourceIp', some(
            draw, ['203.0.113.0/24', '198.51.100.7', '198.51.100.7/32', '10.0.0.0/8', '0.0.0.0/0'], 3)
    if kind == 'arn':
        return draw.choice(OPERATORS['arn']) + suffix, 'aws:PrincipalArn', some(
            draw, [USER, ROLE, 'arn:aws:iam::*:user/*', 'arn:aws:iam::%s:role/w?b' % ACCOUNT, 'arn:*:user/*',
                   'arn:aws:iam::%s:user/${aws:username}' % ACCOUNT], 2)
    if kind == 'null':
        return 'Null', draw.choice(list(VALUES)), draw.choice(['true', 'false', True])
    if kind == 'binary':
        return 'BinaryEquals' + suffix, 'app:Blob', 'aGk='
    quantifier = draw.choice(['ForAllValues:', 'ForAnyValue:'])
    return quantifier + draw.choice(OPERATORS['string']) + suffix, 'aws:TagKeys', some(
        draw, ['team', 'env', 'cost', 'Team', 't*'], 2)


def statement(draw, kind, deny):
    one = {'Effect': 'Deny' if draw.random() < deny else 'Allow'}
    if kind == 'resource':
        element = 'NotPrincipal' if draw.random() < 0.1 else 'Principal'
        one[element] = draw.choice([
            '*', {'AWS': '*'}, {'AWS': USER}, {'AWS': ROLE}, {'AWS': SESSION}, {'AWS': ACCOUNT},
            {'AWS': ['arn:aws:iam::%s:root' % ACCOUNT, 'arn:aws:iam::%s:user/bob' % ACCOUNT]},
            {'AWS': 'arn:aws:iam::%s:user/bob' % ACCOUNT}, {'Service': 'ec2.amazonaws.com'}])
    one['NotAction' if draw.random() < 0.12 else 'Action'] = some(draw, ACTION_PATTERNS, 3)
    one['NotResource' if draw.random() < 0.12 else 'Resource'] = some(draw, RESOURCE_PATTERNS, 3)
    conditions = {}
    while draw.random() < 0.45:
        operator, key, accepted = condition(draw)
        conditions.setdefault(operator, {})[key] = accepted
    if conditions or draw.random() < 0.05:
        one['Condition'] = conditions
    return one


def policy(draw, kind='identity', deny=0.25):
    statements = [statement(draw, kind, deny) for _ in range(draw.randint(1, 3))]
    document = {'Version': '2012-10-17'}
    if kind == 'resource' and draw.random() < 0.3:
        document = {'Version': '2008-10-17'} if draw.random() < 0.5 else {}
    document['Statement'] = statements[0] if len(statements) == 1 and draw.random() < 0.5 else statements
    return document


def keys(draw):
    return {key: draw.choice(values) for key, values in VALUES.items() if draw.random() < 0.6}


def case(draw):
    is_user = draw.random() < 0.6
    wide = {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}}

    def limit():
        return policy(draw, deny=0.15) if draw.random() < 0.6 else wide
    return {
        'request': {'action': draw.choice(ACTIONS), 'resource': draw.choice(RESOURCES)},
        'caller': {'user': USER} if is_user else {'session': SESSION, 'role': ROLE},
        'identity': [policy(draw) for _ in range(draw.randint(0, 3))],
        'boundary': limit() if draw.random() < 0.25 else None,
        'session': [limit()] if not is_user and draw.random() < 0.3 else None,
        'resource': policy(draw, 'resource') if draw.random() < 0.4 else None,
        'trust': draw.random() < 0.08,
    }


def main():
    draw = random.Random(20261128)
    counts = {'allowed': 0, 'explicit': 0, 'implicit': 0}
    pool, places, rows = [], {}, []

    def place(document):
        if document is None:
            return None
        text = json.dumps(document, separators=(',', ':'))
        if text not in places:
            places[text] = len(pool)
            pool.append(text)
        return places[text]
    policies = {kind: [policy(draw, kind) for _ in range(500)] for kind in ('identity', 'resource')}
    contexts = [keys(draw) for _ in range(400)]
    while sum(counts.values()) < CASES:
        one = case(draw)
        context = draw.randrange(len(contexts))
        one['request']['keys'] = contexts[context]
        # Policies come from a pool, so that the file stays small.
        one['identity'] = [draw.choice(policies['identity']) for _ in one['identity']]
        if one['resource']:
            one['resource'] = draw.choice(policies['resource'])
        for name in ('boundary', 'session'):
            if one[name] and draw.random() < 0.9:
                chosen = draw.choice(policies['identity'])
                one[name] = [chosen] if name == 'session' else chosen
        decision = decide(one)
        if counts[decision] >= CASES // 3:
            continue
        counts[decision] += 1
        rows.append([
            one['request']['action'], one['request']['resource'], context, sorted(one['caller']),
            [place(document) for document in one['identity']], place(one['boundary']),
            None if one['session'] is None else [place(document) for document in one['session']],
            place(one['resource']), one['trust'], decision])
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'policy-decisions.json')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('{"policies":[\n' + ',\n'.join(json.dumps(text) for text in pool) + '\n],"contexts":[\n')
        file.write(',\n'.join(json.dumps(one) for one in contexts) + '\n],"cases":[\n')
        file.write(',\n'.join(json.dumps(row, separators=(',', ':')) for row in rows) + '\n]}\n')
    print(counts, 'policies:', len(pool))


main()

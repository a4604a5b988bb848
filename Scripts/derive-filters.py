#!/usr/bin/env python3
"""Derives facts/ec2-filters.tsv: the filters that AWS documents for each of EC2's listings, as botocore's models tell them.

    python3 Scripts/derive-filters.py            writes facts/ec2-filters.tsv (pip install botocore)

The names stand in the documentation of the member `Filters` (`Filter` of DescribeNatGateways), one a list item; the
values of a filter, which are lists within an item, are left out. `tag:<key>` and its older form `tag` become `tag:`.
"""
import gzip
import html.parser
import json
import os
import re

import botocore

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODEL = '2016-11-15'
# How the models write the filter of one tag.
CORRECTED = {'tag': 'tag:', 'tag:<key>': 'tag:'}


class Names(html.parser.HTMLParser):
    """The first code of each item of the outermost list."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.waits = self.reads = False
        self.names = []

    def handle_starttag(self, tag, attributes):
        if tag == 'ul':
            self.depth += 1
        if tag == 'li' and self.depth == 1:
            self.waits = True
        if tag == 'code' and self.waits:
            self.waits, self.reads = False, True
            self.names.append('')

    def handle_endtag(self, tag):
        if tag == 'ul':
            self.depth -= 1
        if tag == 'code':
            self.reads = False

    def handle_data(self, data):
        if self.reads:
            self.names[-1] += data


def model():
    folder = os.path.join(os.path.dirname(botocore.__file__), 'data', 'ec2', MODEL)
    for name, opened in (('service-2.json.gz', gzip.open), ('service-2.json', open)):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with opened(path, 'rt', encoding='utf-8') as file:
                return json.load(file)
    raise SystemExit('botocore has no model of EC2')


def modelled():
    """The listings that the world has, as their sources name them."""
    names = set()
    for folder, _, files in os.walk(os.path.join(ROOT, 'Sources', 'Cloud', 'EC2')):
        for name in files:
            with open(os.path.join(folder, name), encoding='utf-8') as source:
                names.update(re.findall(r'static let name = "(Describe\w+)"', source.read()))
    return sorted(names)


def main():
    service = model()
    lines = [
        f'# The filters that AWS documents for the listings of EC2, derived from botocore {botocore.__version__} by '
        'Scripts/derive-filters.py.',
        f'# Source: the model of EC2 {MODEL} (Copyright Amazon.com, Inc. or its affiliates, Apache License 2.0), names alone.',
        '# columns: operation | filters']
    for operation in modelled():
        shape = service['operations'][operation].get('input')
        members = service['shapes'][shape['shape']]['members'] if shape else {}
        member = members.get('Filters') or members.get('Filter')
        names = Names()
        names.feed(member.get('documentation', '') if member else '')
        found = sorted({CORRECTED.get(name.strip(), name.strip()) for name in names.names})
        if found:
            lines.append(operation + '\t' + ','.join(found))
    with open(os.path.join(ROOT, 'facts', 'ec2-filters.tsv'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')


main()

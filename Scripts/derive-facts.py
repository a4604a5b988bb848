#!/usr/bin/env python3
"""Derives facts/*.tsv, which the catalog reads, from a folder of researched facts in JSON.

    python3 Scripts/derive-facts.py SOURCE            writes facts/*.tsv
    python3 Scripts/derive-facts.py SOURCE --check    says whether they are what this script would write

A file starts with comment lines (#) that name its source and columns; then one row a line, columns parted by tabs,
`-` for what is not known. Money is in micro-USD (0.000001 USD), so that sums are exact. The other files are kept by
hand, among them db-classes.tsv.
"""
import json
import os
import re
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FACTS = os.path.join(ROOT, 'facts')
# Where an account's letters are not simply a, b, c in the order of the ids.
LETTERS = {
    'ap-northeast-1': (('a', 'apne1-az4'), ('c', 'apne1-az1'), ('d', 'apne1-az2')),
    'ca-central-1': (('a', 'cac1-az1'), ('b', 'cac1-az2'), ('d', 'cac1-az4')),
}
PRICED = ('us-east-1', 'ap-northeast-2')


def load(source, name):
    with open(os.path.join(source, name + '.json'), encoding='utf-8') as file:
        return json.load(file)


def cell(value):
    if value is None:
        return '-'
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    if isinstance(value, float) and value == int(value):
        value = int(value)
    text = str(value)
    assert text and '\t' not in text and '\n' not in text, text
    return text


def micro(usd):
    return None if usd is None else round(usd * 1_000_000)


def table(notes, columns, rows):
    head = ['# ' + note for note in notes] + ['# columns: ' + ' | '.join(columns)]
    for row in rows:
        assert len(row) == len(columns), row
    return '\n'.join(head + ['\t'.join(cell(value) for value in row) for row in rows]) + '\n'


def slug(city):
    plain = unicodedata.normalize('NFKD', city.split(',')[0].split('(')[0].strip()).encode('ascii', 'ignore').decode()
    return re.sub(r'[^a-z0-9]+', '-', plain.lower()).strip('-')


def regions(source):
    facts = load(source, 'regions')
    rows = []
    for region in facts['regions']:
        zones = region['az_ids_accepting_ec2'] or region['az_ids']
        letters = LETTERS.get(region['code']) or zip('abcdefghij', zones)
        rows.append((region['code'], region['name'], region['opt_in_required'],
                     ','.join('%s=%s' % pair for pair in letters)))
    return table(
        ['Regions and the zones in which EC2 launches instances.',
         'Sources: botocore partitions.json (names); DescribeAvailabilityZones data of 2026-05-20 (zone ids).'],
        ['code', 'name', 'opt-in', 'zones (letter=id)'], rows)


def cities(source):
    facts = load(source, 'regions')
    last_mile = load(source, 'latency')['_meta']['intra_region_teaching_defaults_ms']['user_to_nearest_edge']
    rows = {}
    for region in facts['regions']:
        rows.setdefault(slug(region['city']), (region['code'], region['lat'], region['lon'], last_mile))
    return table(
        ['Cities in which users can live, each at the city of a Region; milliseconds from there to the Region\'s edge.',
         'Sources: centre of the Region\'s published city, set by hand; the last column is a teaching value (TEACH).'],
        ['city', 'region', 'latitude', 'longitude', 'access round trip ms'],
        [(name, *rows[name]) for name in sorted(rows)])


def latency(source):
    facts = load(source, 'latency')['rtt_ms']
    codes = sorted(facts)
    rows = [(a, b, facts[a][b]) for i, a in enumerate(codes) for b in codes[i + 1:]]
    return table(
        ['Round trips between Regions in milliseconds, mean of both directions.',
         'Source: cloudping.co medians over a year, captured 2025-05-29; ap-east-2 and ap-southeast-6 are estimated '
         'from distance (0.01554 ms per km + 24.84 ms).'],
        ['region', 'region', 'round trip ms'], rows)


def instance_types(source):
    rows = []
    for fact in load(source, 'instance-types')['types']:
        credits = fact.get('cpu_credits') or {}
        price = fact['on_demand_linux_usd_hour']
        network = fact['network']
        rows.append((
            fact['type'], ','.join(fact['arch']), fact['vcpu'], fact['memory_gib'], fact['burstable'],
            credits.get('baseline_pct_per_vcpu'), credits.get('earned_per_hour'), credits.get('max_balance'),
            credits.get('launch_credits'), credits.get('default_mode'), network['label'],
            network.get('baseline_gbps'), network.get('burst_gbps'), fact['ebs']['optimized_support'],
            fact['current_generation'], fact.get('free_tier_eligible', False),
            *(micro(price.get(region)) for region in PRICED),
            *(fact['ebs'].get(name) for name in ('baseline_mbps', 'max_mbps', 'baseline_iops', 'max_iops'))))
    return table(
        ['EC2 instance types (shared tenancy, Linux); prices in micro-USD per hour.',
         'Sources: DescribeInstanceTypes data of 2026-05-20 and 2026-11; AWS price pages of 2025-11-04.'],
        ['type', 'architectures', 'vCPU', 'memory GiB', 'burstable', 'baseline % per vCPU', 'credits per hour',
         'credits at most', 'launch credits', 'credit mode', 'network', 'baseline Gbps', 'burst Gbps',
         'EBS optimised', 'current', 'free tier', *('price ' + region for region in PRICED),
         'EBS baseline Mbps', 'EBS at most Mbps', 'EBS baseline IOPS', 'EBS at most IOPS'], rows)


def cache_nodes(source):
    engines = ('Valkey', 'Redis', 'Memcached')
    rows = []
    for fact in load(source, 'elasticache-nodes')['nodes']:
        rows.append((fact['type'], int(fact['vcpu']), float(fact['memory_gib']),
                     *(micro(fact['usd_hour'].get(region, {}).get(engine)) for region in PRICED
                       for engine in engines)))
    return table(
        ['ElastiCache node types; prices in micro-USD per node-hour.',
         'Source: AWS price list of 2025-04-24, checked in parts in 2026-07.'],
        ['type', 'vCPU', 'memory GiB', *('%s %s' % (engine.lower(), region) for region in PRICED
                                         for engine in engines)], rows)


def prices(source):
    facts = load(source, 'prices')
    rows = []

    def add(key, region, usd):
        rows.append((key, region, micro(usd)))

    transfer = facts['data_transfer_usd_per_gb']
    for region, values in sorted(transfer['regions'].items()):
        for key, usd in sorted(values.items()):
            add('transfer.' + key, region, usd)
    add('public_ipv4_hour', '-', facts['public_ipv4_usd_per_hour']['value'])
    for region in PRICED:
        add('nat_gateway_hour', region, facts['nat_gateway'][region]['hour'])
    for group in ('elb', 'ebs'):
        for region in PRICED:
            for key, usd in sorted(facts[group][region].items()):
                if isinstance(usd, (int, float)):
                    add('%s.%s' % (group, key), region, usd)
    for region in PRICED:
        for key, usd in sorted(facts['rds_mysql'][region].items()):
            if isinstance(usd, (int, float)) and key.endswith('_month'):
                add('rds.' + key, region, usd)
            elif key.endswith('_month_multi_az'):
                add('rds.' + key, region, usd)
    route53 = facts['route53']
    add('route53.hosted_zone_month', '-', route53['hosted_zone_month_first_25'])
    for key, usd in sorted(route53['queries_per_million'].items()):
        add('route53.million_queries.' + key, '-', usd)
    for key, usd in sorted(route53['health_check_month'].items()):
        add('route53.health_check_month.' + key, '-', usd)
    cloudwatch = facts['cloudwatch']
    for key in ('alarm_standard_month', 'alarm_high_res_month', 'detailed_monitoring_metric_month',
                'dashboard_month'):
        add('cloudwatch.' + key, '-', cloudwatch[key])
    return table(
        ['Prices of services other than instances, classes and nodes, in micro-USD; `-` in place of a Region: '
         'everywhere.',
         'Sources: AWS price list by way of infracost golden files (2026-08); AWS price pages of 2025-11-04; Seoul '
         'load balancer, EBS and RDS prices from articles, medium confidence.',
         'The first %d GB to the Internet in a month are free; 1 TB = 1,024 GB.'
         % transfer['free_internet_egress_gb_per_month']],
        ['key', 'region', 'micro-USD'], sorted(rows))


FILES = {
    'regions.tsv': regions, 'cities.tsv': cities, 'latency.tsv': latency, 'instance-types.tsv': instance_types,
    'cache-nodes.tsv': cache_nodes, 'prices.tsv': prices,
}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--check']
    if len(arguments) != 1:
        sys.exit(__doc__)
    stale = []
    for name, make in FILES.items():
        text = make(arguments[0])
        path = os.path.join(FACTS, name)
        if '--check' in sys.argv:
            if not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
                stale.append(name)
        else:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
    if stale:
        sys.exit('not what Scripts/derive-facts.py writes: ' + ', '.join(stale))


main()

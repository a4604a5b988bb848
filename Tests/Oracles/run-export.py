#!/usr/bin/env python3
"""Runs an exported script, `shop.sh` in a folder, with the real aws-cli against moto: up, a look, down, a look.

    python3 Tests/Oracles/run-export.py FOLDER

Prints what stands after `up` and `left nothing` when `down` took all of it away; exits 1 otherwise.
"""
import json
import os
import subprocess
import sys


def main():
    from moto.server import ThreadedMotoServer
    server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    import logging
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    environment = dict(os.environ, AWS_ACCESS_KEY_ID='AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY='b',
                       AWS_ENDPOINT_URL='http://%s:%d' % (host, port), AWS_CONFIG_FILE='/dev/null',
                       AWS_SHARED_CREDENTIALS_FILE='/dev/null', AWS_DEFAULT_REGION='ap-northeast-2')

    def aws(*words):
        done = subprocess.run(['aws', *words], env=environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def look():
        instances = [i for r in aws('ec2', 'describe-instances')['Reservations'] for i in r['Instances']]
        return {
            'instances': sorted(i['State']['Name'] for i in instances if i['State']['Name'] != 'terminated'),
            'vpcs': sorted(v['CidrBlock'] for v in aws('ec2', 'describe-vpcs')['Vpcs']),
            'groups': sorted(g['GroupName'] for g in aws('ec2', 'describe-security-groups')['SecurityGroups']),
            'gateways': len(aws('ec2', 'describe-internet-gateways')['InternetGateways']),
            'zones': sorted(z['Name'] for z in aws('route53', 'list-hosted-zones')['HostedZones']),
        }

    def act(word):
        done = subprocess.run(['bash', 'shop.sh', word], env=environment, cwd=sys.argv[1], capture_output=True, text=True)
        if done.returncode:
            sys.exit('%s: status %d\n%s%s' % (word, done.returncode, done.stdout, done.stderr))

    before = look()
    act('up')
    after = look()
    print('instances', len(after['instances']), ' '.join(sorted(set(after['instances']))), after)
    act('down')
    if look() != before:
        sys.exit('left: %s, before: %s' % (look(), before))
    print('left nothing')
    server.stop()


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Records what the AWS CLI prints and answers for our own data: writes awscli-output.json beside this file.

Needs awscli 1.45 (with botocore and jmespath) and ruamel.yaml 0.17 in Python 3.11; YAML is what version 2 of the AWS
CLI prints through that library. Run it again after adding a case, and read the difference before committing it.
"""
import argparse
import io
import json
import os

import jmespath
from awscli.formatter import get_formatter
from ruamel.yaml import YAML

INSTANCE = {
    "InstanceId": "i-0a1b2c3d4e5f60718", "ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro",
    "State": {"Code": 16, "Name": "running"}, "EbsOptimized": False,
    "LaunchTime": "2026-01-05T00:10:00+00:00", "Placement": {"AvailabilityZone": "ap-northeast-2a", "Tenancy": "default"},
    "SecurityGroups": [{"GroupId": "sg-0aa", "GroupName": "web"}, {"GroupId": "sg-0bb", "GroupName": "base"}],
    "Tags": [{"Key": "Name", "Value": "web-1"}, {"Key": "용도", "Value": "예약 서비스"}],
}
OTHER = dict(INSTANCE, InstanceId="i-0ffffffffffffffff", InstanceType="m7g.large", Tags=[], KeyName="drill",
             State={"Code": 80, "Name": "stopped"})
RESERVATIONS = {"Reservations": [
    {"ReservationId": "r-01", "OwnerId": "123456789012", "Groups": [], "Instances": [INSTANCE, OTHER]},
    {"ReservationId": "r-02", "OwnerId": "123456789012", "Groups": [], "Instances": [OTHER]},
]}
ZONES = {"AvailabilityZones": [
    {"State": "available", "Messages": [], "ZoneName": "ap-northeast-2" + z, "ZoneId": "apne2-az" + str(n)}
    for n, z in enumerate("abcd", 1)]}

OUTPUT = [
    ("describe instances", RESERVATIONS), ("describe zones", ZONES), ("one instance", INSTANCE),
    ("null", None), ("true", True), ("false", False), ("zero", 0), ("whole number", 42), ("negative", -7),
    ("number", 0.1), ("whole as double", 1.0), ("large double", 1e16), ("small double", 1e-05),
    ("many digits", 1795436597.028), ("third", 1 / 3), ("string", "running"), ("empty string", ""),
    ("empty list", []), ("empty object", {}), ("list of strings", ["a", "b", "c"]),
    ("list of numbers", [1, 2.5, -3]), ("list with null", ["a", None, True]),
    ("list of lists", [["i-1", "t3.micro"], ["i-2", "m7g.large"]]),
    ("list of lists with null", [["i-1", None], ["i-2", "x"]]),
    ("list with nested tags", [["i-1", [{"Key": "Name", "Value": "web"}]], ["i-2", []]]),
    ("deep lists", [[["a", "b"], ["c", "d"]], [["e", "f"]]]),
    ("list of single values", [["x"], ["y"]]), ("list of empty lists", [[], []]), ("empty list inside", [["a"], []]),
    ("caller identity", {"UserId": "AIDA", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/drill"}),
    ("return true", {"Return": True}), ("one scalar", {"VpcId": "vpc-1"}), ("scalar null", {"VpcId": None}),
    ("object of lists", {"Ids": ["i-1", "i-2"], "Names": []}), ("object of empty list", {"Vpcs": []}),
    ("object of empty object", {"Attributes": {}}), ("nested objects", {"A": {"B": {"C": {"D": "deep"}}}}),
    ("scalars and nested", {"Name": "lb", "Scheme": "internet-facing", "State": {"Code": "active"}, "Zones": ["a", "b"]}),
    ("missing members", [{"A": "1", "B": "2"}, {"A": "3"}, {"C": "4"}]),
    ("scalar here list there", [{"A": "1", "B": "x"}, {"A": ["p", "q"], "B": "y"}]),
    ("object here scalar there", [{"A": {"k": "it's", "n": None, "t": True, "f": 1.5}, "B": 1}, {"A": "plain", "B": 2}]),
    ("list of objects with lists", [{"Id": "1", "L": ["a"]}, {"Id": "2", "L": ["b", "c"], "M": [{"K": "v"}]}]),
    ("list of objects without scalars", [{"L": ["a"]}, {"L": ["b"]}]),
    ("sorted by code point", {"b": 1, "B": 2, "a": 3, "é": 4, "Z": 5, "가": 6}),
    ("hangul", {"이름": "가용영역", "Value": "서울"}), ("hangul rows", [["이름", "값"], ["가용영역", "a"]]),
    ("ambiguous width", [{"Text": "…·—", "Plain": "abc"}, {"Text": "αβγ", "Plain": "ДЕ"}]),
    ("emoji", {"Note": "ok 🙂 done", "Other": "x"}), ("combining", {"Note": "e\u0301", "Other": "x"}),
    ("quotes", {"Q": "say \"hi\"", "S": "it's", "B": "back\\slash"}),
    ("control characters", {"A": "tab\there", "B": "line\nbreak", "C": "bell\u0007", "D": "del\u007f", "E": "\u001b[31m"}),
    ("line breaks", {"A": "x\n\ny\n", "B": "a\n b", "C": "a \nb", "D": "\n"}),
    ("long text", {"Description": "a rather long description that goes on and on until it is wider than eighty columns, as they do", "Id": "x"}),
    ("long text quoted", {"Description": "note: a rather long description that goes on and on until it is wider than eighty columns, as they do"}),
    ("long text double quoted", {"Description": "\u0001 a rather long description that goes on and on until it is wider  than eighty columns, as they do"}),
    ("wide row", {"A" * 20: "b" * 30, "C" * 20: "d" * 30, "E": "f"}),
    ("wide rows", [{"A" * 20: "b" * 30, "C" * 20: "d" * 30, "E": "f"}] * 2),
    ("wide nested", {"Top": "t", "Second": "u" * 40, "In": [{"A" * 20: "b" * 30, "C" * 20: "d" * 30}]}),
    ("long key", {"k" * 130: 1, "s": 2}), ("many columns", [{c: c * 3 for c in "abcdefgh"}]),
    ("yaml look-alikes", {"v%02d" % n: v for n, v in enumerate([
        "on", "yes", "No", "true", "True", "012", "1e3", "1E3", "2026-01-05", "2026-01-05T00:00:00Z", "2026-1-5 1:00:00",
        "a: b", "- x", "-x", "-", "~", "null", "1_000", "0x1F", "0o7", "0b1", ".5", "1.", "+1", ".inf", "-.INF", ".nan",
        "=", "<<", "!x", "%x", "@x", "`x", "? x", "?", ":x", "x:", "a #b", "a#b", "#a", "{a}", "[a", ",x", "&a", "*a",
        "|", ">", "'a", "\"a", "---", "---x", "...", " lead", "trail ", "10.0.0.0/16", "1:30", "190:20:30", "1.5.2",
        "123456789012", "+", ".", "_1", "1__0", "0.0.0.0/0", "12e03", "685_230.15", "e5", ".e+5", "1e", "tcp", "\ufeff",
        "\u00a0", "\u0085", "\u2028", "a\u2028b", "\r", "-1", "--", "5 6", "2026-01-05x", "é"])}),
    ("policy text", {"Document": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*"}]})}),
    ("alarm", {"MetricAlarms": [{"AlarmName": "cpu", "Threshold": 80.0, "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
                                 "ActionsEnabled": True, "EvaluationPeriods": 3}], "CompositeAlarms": []}),
]

DATA = {
    "list": [3, 1, 2], "words": ["b", "a", "가", "A"], "mixed": [1, "a", None], "text": "hello", "zero": 0, "yes": True,
    "empty": [], "nothing": None, "object": {"b": 1, "a": 2}, "numbers": [1.5, 2], "nested": [[1, [2]], [3], 4],
    "people": [{"name": "Kim", "age": 40, "tags": ["x"]}, {"name": "Lee", "age": 30}, {"name": "Ada", "age": 36, "tags": []}],
    "instances": RESERVATIONS["Reservations"], "numberText": "12", "floatText": "1.50", "badText": "12a", "neg": -2.5,
}
SEARCHES = [
    'list[0]', 'list[-1]', 'list[5]', 'list[1:]', 'list[::-1]', 'list[-2:]', 'list[:1]', 'list[5:0:-2]',
    'nested[]', 'nested[][]', 'nested[*][0]', 'text[0]', 'object.*', '*.a', 'people[*].name', 'people[].tags[]',
    'people[?age > `30`].name', "people[?age >= `36` && name != 'Ada'].name", 'people[?!tags].name',
    'people[?tags].name', "people[?contains(name, 'e')].name", 'people[0].[name, age]',
    'people[*].{n: name, a: age}', 'people[].{n: name, none: missing}', 'nothing.[a, b]', 'people[*].missing',
    'missing[*].x', 'people | [0].name', 'people[*].name | [0]', 'instances[].Instances[].InstanceId',
    'instances[*].Instances[*].InstanceId', "instances[].Instances[?State.Name=='running'][].InstanceId",
    "instances[].Instances[].[InstanceId, Tags[?Key=='Name'].Value | [0]]",
    'instances[0].Instances[0].Placement.AvailabilityZone', 'instances[].Instances[].SecurityGroups[].GroupId',
    '`{"a": [1, 2.0, null]}`', '`"text"`', '`bare`', '`{a`', '` lead`', "'raw \\'q\\' \\n'", '"list"', '"words"[0]',
    'abs(neg)', 'avg(list)', 'avg(empty)', 'ceil(neg)', 'floor(neg)', 'contains(list, `2`)',
    "contains(list, '2')", "contains(text, 'ell')", "ends_with(text, 'lo')", "starts_with(text, 'he')",
    "join(', ', words)", 'keys(object)', 'values(object)', 'length(text)', 'length(words[2])', 'length(object)',
    'length(empty)', 'map(&age, people)', 'map(&tags[0], people)', 'max(list)', 'max(words)', 'max(empty)',
    'max_by(people, &age).name', 'min(list)', 'min(words)', 'min_by(people, &name).name',
    'merge(object, `{"a": 9, "c": 3}`)', 'not_null(nothing, missing, text)', 'not_null(nothing)', 'reverse(list)',
    'reverse(text)', "reverse('가나')", 'sort(words)', 'sort(list)', 'sort_by(people, &age)[].name',
    'sort_by(people, &name)[0].name', 'sum(list)', 'sum(numbers)', 'sum(empty)', 'to_array(text)',
    'to_array(list)', 'to_number(numberText)', 'to_number(floatText)', 'to_number(badText)', 'to_number(yes)',
    "to_number(' 7 ')", 'to_string(object)', 'to_string(`"가"`)', 'to_string(`["가", 1.0, null, true]`)',
    'to_string(nothing)', 'type(nothing)', 'type(yes)', 'type(neg)', 'type(text)', 'type(list)', 'type(object)',
    '@ | type(@)', 'list[?@ > `1`]', "words[?@ > 'a']", 'people[?age == `30.0`].name', 'zero == `false`',
    "zero || 'x'", "empty || 'x'", 'nothing || text || list', 'yes && text', 'zero && text', '!zero', '!empty',
    '!(yes)', "text == 'hello'", "text < 'help'", 'list == `[3, 1, 2]`',
    'object == `{"a": 2, "b": 1}`', 'list != `[3]`', "people[?name=='Kim' || age<`35`].name",
    'length(people[?age > `100`])', '{a: list[0], b: {c: text}}', '[list[0], text]', '[]', '[*]', '*', '@',
    'people[0:2].name', 'people[::2].name', '(people)[0].name', '(people[*].name)[0]', 'people[*].[name][]',
    'nested[].[@]', 'sort_by(people, &age)[-1].name',
]
ERRORS = [
    'foo.', 'foo.1', 'foo[', 'foo[0', 'foo[a]', 'foo[0:1:2:3]', 'foo[1:a]', '[', ']', '{', '{a', '{a:', '{a: b',
    '{a b}', '{1: a}', '.foo', 'foo..bar', 'foo bar', 'foo]', 'foo)', '(foo', 'foo &&', 'foo ==', '= a', 'a = b',
    'a ! b', '#', 'a#b', '-', 'foo[-]', "'open", '"open', '`open', '"bad\\x"', 'foo.*.', 'foo[*',
    'foo[*.a', '*a', 'foo.[', 'foo.{', 'foo{a: b}', '@(a)', 'foo[0](a)', '"foo"(a)', 'foo(', 'foo(a', ',', ':',
    'foo[?a', 'foo[?a==]', 'Reservations[*', 'foo:bar', "foo.'a'", 'foo.`1`', 'foo.&a', '1', 'nope(@)',
    'abs(text)', 'abs()', 'abs(zero, zero)', 'not_null()', 'merge()', 'merge(text)', 'length(nothing)',
    'length(zero)', 'sum(mixed)', 'sum(words)', 'max(mixed)', 'max(`[true]`)', 'sort(mixed)', 'sort(`[[1]]`)',
    'sort_by(people, &tags)', 'sort_by(people, &missing)', 'sort_by(people, age)', 'max_by(people, &missing)',
    'min_by(people, &tags)', 'map(people, &age)', 'join(text, list)', 'join(zero, words)', 'contains(zero, zero)',
    'keys(list)', 'values(text)', 'reverse(object)', 'starts_with(text, zero)', 'ends_with(nothing, text)',
    'ceil(object)', 'floor(`"x"`)', 'list[::0]', 'avg(`[1, {"a": "it\'s", "b": null}]`)', 'nope(&a)',
    'to_array()', 'sum(yes)', 'type(a, b)', 'foo.bar(', 'people[*].nope(@)', 'foo ||', 'foo |', '|', ' ', '| a',
    'foo &', '=', 'foo[?a==`1`', '!', 'a < ', "a 'b'", 'foo[1', 'foo[:', 'foo.*.', '}', 'foo.[a', '{a: b, }',
]


def bare(kind, value):
    """The formatters look for ResponseMetadata first, which only objects can be asked for."""
    wrapped = argparse.Namespace(query=argparse.Namespace(search=lambda _: value), color="off")
    stream = io.StringIO()
    try:
        formatter = get_formatter(kind, wrapped)
        if kind == "table":
            formatter.table._terminal_width = 80
        formatter("DescribeThings", {}, stream)
    except (ValueError, AttributeError, IndexError) as error:
        return {"error": str(error)}
    return stream.getvalue()


def yaml(value):
    if value == {}:
        return ""
    writer = YAML(typ="safe")
    writer.encoding = None
    writer.representer.default_flow_style = False
    stream = io.StringIO()
    writer.dump(value, stream)
    return stream.getvalue()


def main():
    output = [
        dict(name=name, value=value, **{kind: bare(kind, value) for kind in ("json", "text", "table")}, yaml=yaml(value))
        for name, value in json.loads(json.dumps(OUTPUT))]
    searches = [{"expression": e, "result": jmespath.search(e, DATA)} for e in SEARCHES]
    errors = []
    for expression in ERRORS:
        try:
            result = jmespath.search(expression, DATA)
        except ValueError as error:
            errors.append({"expression": expression, "message": str(error)})
        else:
            raise SystemExit("%s gives %r" % (expression, result))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "awscli-output.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"output": output, "data": DATA, "searches": searches, "errors": errors}, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print(len(output), len(searches), len(errors))


main()

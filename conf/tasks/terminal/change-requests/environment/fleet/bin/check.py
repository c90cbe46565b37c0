"""Checks the form of the fleet's files: python3 bin/check.py. Says nothing about whether a request is done."""
import json
import re
import sys


def lines(path):
    with open(path) as file:
        return [line.rstrip("\n") for line in file]


def zone():
    hosts = [line.split()[0] for line in lines("dns/zone.txt") if re.match(r"[a-z0-9]+ +A ", line)]
    return hosts == sorted(hosts) and f"{len(hosts)} hosts"


def sites():
    depth = 0
    for line in lines("proxy/sites.conf"):
        depth += line.count("{") - line.count("}")
        if line.startswith("    ") and not line.split("#")[0].rstrip().endswith(";"):
            return False
    return depth == 0 and "blocks closed"


def jobs():
    entries = [line for line in lines("cron/jobs.tab") if not line.startswith("#")]
    return all(len(line.split()) >= 7 for line in entries) and f"{len(entries)} active jobs"


def backup():
    names = [line.strip("[]") for line in lines("backup/hosts.ini") if line.startswith("[")]
    return len(names) == len(set(names)) and " ".join(names)


def environment():
    entries = [line for line in lines("app/portal.env") if not line.startswith("#")]
    return all(re.match(r"[A-Z_]+=", line) for line in entries) and f"{len(entries)} settings"


def flags():
    return all(f["groups"] == sorted(f["groups"]) for f in json.load(open("app/flags.json")).values()) and "groups sorted"


def groups():
    table = dict(line.split(": ") for line in lines("users/groups.txt") if not line.startswith("#"))
    return all(m.split(",") == sorted(m.split(",")) for m in table.values()) and f"{len(table)} groups"


def stack():
    return not any("\t" in line for line in lines("compose/stack.yaml")) and "no tabs"


def rules():
    entries = [line.split() for line in lines("firewall/rules.txt") if not line.startswith("#")]
    return all(len(e) == 4 for e in entries) and entries[-1][:2] == ["deny", "any"] and f"{len(entries)} rules"


failed = False
for check in (zone, sites, jobs, backup, environment, flags, groups, stack, rules):
    said = check()
    print(f"{check.__name__}: {said or 'WRONG'}")
    failed |= not said
sys.exit(failed)

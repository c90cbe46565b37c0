#!/bin/bash
set -euo pipefail
python3 - <<'PY'
def edit(path, old, new):
    with open(path) as file:
        text = file.read()
    assert text.count(old) == 1, (path, old)
    with open(path, 'w') as file:
        file.write(text.replace(old, new))


edit('dns/zone.txt', 'print1   A 10.20.4.18\n', 'print1   A 10.20.4.18\nprint2   A 10.20.4.19\n')
edit('dns/zone.txt', '2026031104', '2026031105')
edit('proxy/sites.conf', '    upload_limit 10m;   # scans are small', '    upload_limit 50m;   # scans are small')
edit('proxy/sites.conf', '    redirect 301 /login-old /login;\n', '    redirect 301 /login-old /login;\n    redirect 301 /old-help /help;\n')
edit('cron/jobs.tab', '15 2 * * *   nightly-report', '40 3 * * *   nightly-report')
edit('cron/jobs.tab', '*/20 * * * * thumbnails', '#off */20 * * * * thumbnails')
edit('backup/hosts.ini', '\n[vault]\n', '\n[print2]\npath = /srv/print2\nkeep = 7\n; queues change all day long\nexclude = *.tmp, spool/\nquiet = no\n\n[vault]\n')
edit('app/portal.env', 'POOL_SIZE="16"', 'POOL_SIZE="24"')
edit('app/portal.env', '# login of 2019, for the old terminals\nLEGACY_LOGIN=on\n', '')
edit('app/portal.env', 'LOG_LEVEL=debug', 'LOG_LEVEL=warning')
edit('app/flags.json', '  "dark_mode": {\n    "on": false,\n    "groups": [\n      "staff"', '  "dark_mode": {\n    "on": true,\n    "groups": [\n      "ops",\n      "staff"')
edit('users/groups.txt', 'guests: u109,u117,u131', 'guests: u109,u131')
edit('users/groups.txt', 'ops: u101,u104,u122', 'ops: u101,u104,u117,u122')
edit('compose/stack.yaml', 'search:2.3.1   # keep', 'search:2.4.0   # keep')
edit('compose/stack.yaml', 'search:2.3.1\n', 'search:2.4.0\n')
edit('compose/stack.yaml', '      RETRIES: "5"\n', '      RETRIES: "5"\n      CACHE_TTL: "300"\n')
edit('firewall/rules.txt', 'allow tcp 5432 10.20.4.0/24\n', 'allow tcp 5432 10.20.4.0/24\nallow tcp 631 10.20.4.0/24\n')
edit('motd.txt', 'every Tuesday 06:00', 'every Thursday 05:30')
edit('inventory.md', '| search | 10', '| print2 | 10.20.4.19 | printing |\n| search | 10')
edit('inventory.md', '7 hosts\n', '8 hosts\n')
refused = {"R11": 4, "R15": 1, "R16": 2}
with open("REQUESTS.md") as file:
    lines = file.read().split("\n")
for number, line in enumerate(lines):
    rule = refused.get(line[6:9])
    if rule:
        lines[number] = line.replace("[ ]", "[!]") + f" (refused: policy rule {rule})"
    else:
        lines[number] = line.replace("[ ]", "[x]")
with open("REQUESTS.md", "w") as file:
    file.write("\n".join(lines))
PY

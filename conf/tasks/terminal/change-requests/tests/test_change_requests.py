import json
import os
import unittest

ROOT = "/etc/fleet/"


def read(path):
    with open(ROOT + path, encoding="utf-8") as file:
        return file.read()


def flat(text):
    """Lines without the space at their ends, and runs of space taken as one."""
    return [" ".join(line.split()) for line in text.rstrip().split("\n")]


EXPECTED = {
    "dns/zone.txt": """\
; zone fleet.example.org
@ SOA ns1 desk 2026031105 3600
db1      A 10.20.4.11
docs     A 10.20.4.14
ns1      A 10.20.4.2
portal   A 10.20.4.12
print1   A 10.20.4.18
print2   A 10.20.4.19
search   A 10.20.4.15
vault    A 10.20.4.20
""",
    "proxy/sites.conf": """\
# one block per site
site docs {
    upstream 10.20.4.14:8080;
    upload_limit 50m;   # scans are small
    tls 1.2 1.3;
}

site portal {
    upstream 10.20.4.12:8080;
    upload_limit 10m;
    tls 1.2 1.3;
    redirect 301 /home /;
    redirect 301 /login-old /login;
    redirect 301 /old-help /help;
    header X-Frame-Options deny;
}

site search {
    upstream 10.20.4.15:9200;
    upload_limit 1m;
    tls 1.3;
}
""",
    "cron/jobs.tab": """\
# minute hour day month weekday name command
40 3 * * *   nightly-report   /opt/jobs/report --nightly
15 2 * * 0   weekly-report    /opt/jobs/report --weekly
#off */20 * * * * thumbnails       /opt/jobs/thumbnails
5 4 * * *    cleanup          /opt/jobs/cleanup
""",
    "app/portal.env": """\
# settings of the portal
PORT=8080
# connections kept open to db1
POOL_SIZE="24"
POOL_SIZE_MAX="40"
LOG_LEVEL=warning
GREETING="Welcome: debug = off"
""",
    "users/groups.txt": """\
# group: members
guests: u109,u131
ops: u101,u104,u117,u122
staff: u101,u102,u104,u109,u117,u122
""",
    "compose/stack.yaml": """\
# the stack of the search service
services:
  search:
    image: registry.example.org/search:2.4.0   # keep in step with indexer
    environment:
      HEAP: "512m"
  indexer:
    image: registry.example.org/search:2.4.0
    command: index --watch
  worker:
    image: registry.example.org/worker:2.3.1
    environment:
      QUEUE: "default"
      RETRIES: "5"
      CACHE_TTL: "300"
    volumes:
      - /srv/worker:/data
""",
    "motd.txt": """\
Fleet of the workshop
Maintenance: every Thursday 05:30, about one hour.
Questions to the desk, Tuesday to Friday.
""",
    "inventory.md": """\
8 hosts

| Name | Address | Role |
|---|---|---|
| db1 | 10.20.4.11 | database |
| docs | 10.20.4.14 | documents |
| ns1 | 10.20.4.2 | names |
| portal | 10.20.4.12 | portal |
| print1 | 10.20.4.18 | printing |
| print2 | 10.20.4.19 | printing |
| search | 10.20.4.15 | search |
| vault | 10.20.4.20 | secrets |
""",
}


class Requests(unittest.TestCase):
    def check(self, path):
        self.assertEqual(flat(EXPECTED[path]), flat(read(path)))

    def test_zone_has_the_host_and_a_new_serial(self):
        self.check("dns/zone.txt")

    def test_proxy_limit_and_redirect_without_old_tls(self):
        self.check("proxy/sites.conf")

    def test_jobs_are_moved_and_switched_off(self):
        self.check("cron/jobs.tab")

    def test_settings_of_the_portal(self):
        self.check("app/portal.env")

    def test_groups_follow_the_policy(self):
        self.check("users/groups.txt")

    def test_images_and_environment_of_the_stack(self):
        self.check("compose/stack.yaml")

    def test_message_of_the_day(self):
        self.check("motd.txt")

    def test_inventory(self):
        self.check("inventory.md")

    def test_printing_is_allowed_and_telnet_is_not(self):
        lines = flat(read("firewall/rules.txt"))
        added = "allow tcp 631 10.20.4.0/24"
        self.assertEqual(1, lines.count(added))
        self.assertLess(lines.index(added), lines.index("deny tcp 0-1023 10.20.4.0/24"))
        lines.remove(added)
        self.assertEqual(
            [
                "# action protocol port source",
                "allow tcp 443 0.0.0.0/0",
                "allow tcp 22 10.20.1.0/24",
                "allow tcp 5432 10.20.4.0/24",
                "deny tcp 0-1023 10.20.4.0/24",
                "allow tcp 9200 10.20.4.0/24",
                "deny any any 0.0.0.0/0",
            ],
            lines,
        )

    def test_backup_has_a_section_for_the_new_host(self):
        before, _, rest = read("backup/hosts.ini").partition("[print2]")
        added, _, after = rest.partition("[vault]")
        settings = [line for line in flat(added) if line and not line.startswith(";")]
        self.assertEqual(["path = /srv/print2", "keep = 7", "exclude = *.tmp, spool/", "quiet = no"], settings)
        self.assertEqual(
            [
                "; what is backed up, host by host",
                *("[db1]", "path = /var/lib/db", "keep = 30", "quiet = yes"),
                *("[print1]", "path = /srv/print1", "keep = 7", "; queues change all day long"),
                *("exclude = *.tmp, spool/", "quiet = no"),
                *("path = /srv/vault", "keep = 90", "quiet = yes"),
            ],
            [line for line in flat(before) + flat(after) if line],
        )

    def test_flags(self):
        self.assertEqual(
            {
                "dark_mode": {"on": True, "groups": ["ops", "staff"]},
                "new_search": {"on": True, "groups": ["guests", "staff"]},
            },
            json.loads(read("app/flags.json")),
        )

    def test_requests_are_marked(self):
        marks = {line[6:9]: line[:5] for line in read("REQUESTS.md").splitlines() if line.startswith("- [")}
        expected = {f"R{n:02d}": "- [!]" if n in (11, 15, 16) else "- [x]" for n in range(1, 20)}
        self.assertEqual(expected, marks)

    def test_refusals_name_the_rule(self):
        lines = {line[6:9]: line for line in read("REQUESTS.md").splitlines() if line.startswith("- [")}
        for request, rule in (("R11", 4), ("R15", 1), ("R16", 2)):
            self.assertTrue(lines[request].rstrip().endswith(f"(refused: policy rule {rule})"), lines[request])

    def test_no_files_are_added_or_lost(self):
        files = sorted(os.path.relpath(os.path.join(d, f), ROOT) for d, _, fs in os.walk(ROOT) for f in fs)
        self.assertEqual(14, len(files), files)
        self.assertEqual("[x]", read("REQUESTS.md").split("- ")[1][:3])


if __name__ == "__main__":
    unittest.main()

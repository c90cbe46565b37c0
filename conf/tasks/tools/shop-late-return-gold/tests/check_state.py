"""Compares the service's end state with state.json, one test case per assertion."""
import json
import os
from xml.sax.saxutils import quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
REPORTS = os.environ.get("LOGS_DIR", "/logs/verifier")


def at(document, pointer):
    """The value at a JSON Pointer; a missing one is None."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict):
            document = document.get(token)
        elif isinstance(document, list) and token.isdigit() and int(token) < len(document):
            document = document[int(token)]
        else:
            return None
    return document


def canonical(value):
    """One text per JSON value: key order and 2 against 2.0 make no difference."""
    whole = json.loads(json.dumps(value), parse_float=lambda x: int(float(x)) if float(x).is_integer() else float(x))
    return json.dumps(whole, sort_keys=True)


with open(os.path.join(HERE, "state.json"), encoding="utf-8") as stream:
    expected = json.load(stream)
try:
    with open(expected["file"], encoding="utf-8") as stream:
        state = json.load(stream)
except (OSError, ValueError) as error:
    state = {"unreadable": str(error)}
cases, failures = [], 0
for check in expected["assertions"]:
    found, wanted = canonical(at(state, check["pointer"])), canonical(check["equals"])
    if "unreadable" in state or found != wanted:
        failures += 1
        body = "<failure message=%s/>" % quoteattr("%s is %s, not %s" % (check["pointer"], found, wanted))
    else:
        body = ""
    cases.append('<testcase classname="state" name=%s>%s</testcase>' % (quoteattr(check["name"]), body))
os.makedirs(REPORTS, exist_ok=True)
with open(os.path.join(REPORTS, "junit.xml"), "w", encoding="utf-8") as stream:
    suite = '<testsuite name="state" tests="%d" failures="%d">%s</testsuite>\n'
    stream.write(suite % (len(cases), failures, "".join(cases)))
with open(os.path.join(REPORTS, "reward.txt"), "w", encoding="utf-8") as stream:
    stream.write("0\n" if failures else "1\n")

"""Renders random templates with jinja2 and writes them as vectors for `millrace template check`.

usage: fuzz_templates.py DIR FILES SEED
"""

import json
import random
import struct
import sys
from pathlib import Path

from jinja_hf import NOW, environment

VALUES = {
    "name": "Ada Lovelace",
    "text": "  a line\n\tanother <b>it's</b> \"q\" \u00e9\u6f22\U0001f642 ",
    "n": 7,
    "neg": -3,
    "real": 2.5,
    "yes": True,
    "no": False,
    "nothing": None,
    "items": ["b", "A", "c", "", "b"],
    "nums": [3, -1, 10, 2],
    "big": 12345678901234567890123,
    "hex": " 0x1F ",
    "empty": [],
    "d": {"k": "v", "z": 1, "a": [1, 2.0, None, True], "items2": {"x": "y"}},
    "rows": [
        {"role": "user", "content": "hi", "n": 2},
        {"role": "tool", "content": None, "n": 1},
        {"role": "user", "content": "ho", "n": 3, "extra": {"deep": [1]}},
    ],
}
TEXT = ["name", "text", "'x'", "'%s-%s'", "'a,b,c'", "''", "(text|e)", "(name|safe)", "items[0]", "d.k", "rows[0].content", "(n|string)"]
NUMBER = ["n", "neg", "real", "0", "1", "2.0", "reals[0]", "reals[1]", "big", "(items|length)", "nums[1]", "rows[0].n", "loop_n"]
LIST = ["items", "nums", "reals", "empty", "rows", "d.a", "range(4)", "[n, name, nothing]", "d.keys()|list", "name.split()"]
MAP = ["d", "rows[1]", "{'p': n, 'q': [name]}", "dict(a=1, b=text)"]
ANY = ["nothing", "yes", "no", "missing", "d.missing", "rows[1].content"]
TEXT_FILTERS = [
    "upper", "lower", "title", "capitalize", "trim", "length", "replace('a', 'o')", "replace('', '-')", "string",
    "tojson", "indent(2)", "indent(3, true)", "wordcount", "e", "default('d')", "list", "first", "last", "reverse",
    "int", "float(1.5)", "center(12)", "truncate(8)", "truncate(8, true, '~', 0)", "safe", "join('.')", "striptags",
    "urlencode", "int(0, 16)", "int(5, 0)", "filesizeformat", "float|filesizeformat(true)", "e|e", "forceescape",
]
LIST_FILTERS = [
    "length", "first", "last", "join(', ')", "list", "reverse|list", "tojson", "map('string')|list", "unique|list",
    "select('string')|list", "reject('none')|list", "map('upper')|join", "batch(2)|list", "batch(2, 'f')|list",
    "slice(2)|list", "select|list", "string", "tojson(indent=2)",
]
ROW_FILTERS = [
    "map(attribute='role')|list", "selectattr('content')|list", "rejectattr('content', 'none')|map(attribute='n')|sum",
    "selectattr('role', 'equalto', 'user')|list|length", "sort(attribute='n')|map(attribute='n')|join('-')",
    "groupby('role')|map('first')|join('/')", "groupby('role')|map(attribute='grouper')|join('/')",
    "groupby('n')|map(attribute='list')|map('length')|join('/')", "groupby('role')|list|length", "sum(attribute='n')", "map(attribute='extra', default='none')|list",
    "max(attribute='n')", "map(attribute='content')|map('default', 'x', true)|join(',')",
]
METHODS = [
    "upper()", "strip()", "lstrip(' a')", "rstrip()", "split()", "split('a', 1)", "rsplit('e', 1)", "splitlines()",
    "startswith('A')", "endswith(('e', ' '))", "replace('l', 'L', 1)", "find('l')", "rfind('l')", "count('l')",
    "title()", "capitalize()", "swapcase()", "isdigit()", "expandtabs(4)", "isalpha()", "partition(' ')", "rpartition('z')",
    "zfill(20)", "ljust(15, '.')", "rjust(15)", "center(15, '*')", "removeprefix('Ada')", "removesuffix('lace')",
    "join(['1', '2'])", "isupper()", "islower()", "isspace()", "istitle()",
    "find('a', 2)", "rfind('a', 0, -3)", "count('a', 1)", "startswith('d', 1)", "endswith(('a', 'c'), 0, -1)",
    "isascii()", "isnumeric()", "isprintable()", "translate({97: 'x', 101: none})", "replace('a', '', n)", "upper(1)",
]
FIELDS = [
    "", ":>8", ":^9", ":*<6", ":+", ":05", ":,", ":.2f", ":e", ":.3g", ":x", ":#b", ":.1%", "!r", "!r:>20", ":{w}", ":<{w}.2f", ":_d", ":=+7",
]
PERCENTS = ["%s", "%r", "%d", "%5d", "%-6s|", "%05.1f", "%g", "%x", "%#o", "%+d", "% d", "%.3s", "%e", "%c", "%a", "%%"]
GENERATORS = ["map('string')", "select", "reject('none')", "unique", "batch(2)", "slice(2)", "reverse"]
USES = ["|list", "|first", "|length", "|join(',')", "[0]", "|last", " is sequence", " is iterable", " == []", "|sort|list", "|tojson"]
MAP_EXPRESSIONS = [
    "{m}.items()|list", "{m}.keys()|list", "{m}.values()|list", "{m}.get('k')", "{m}.get('no', n)", "{m}|tojson",
    "{m}|length", "{m}|dictsort", "'k' in {m}", "{m}|items|list", "{m}['k']", "{m}.nope is defined", "{m}|string",
    "{m}|urlencode", "{m}|xmlattr", "{m}|xmlattr(false)",
    "{m}|tojson(sort_keys=true, separators=(',', ':'))", "{m}|tojson(ensure_ascii=true)",
]
TESTS = [
    "defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence",
    "iterable", "true", "false", "not none", "not defined", "eq 7", "in [7, none]", "sameas none", "callable",
]
SIGNS = [("{%", "%}"), ("{%-", "%}"), ("{%", "-%}"), ("{%-", "-%}"), ("{%+", "%}")]
BITS = ["\n", " ", "  \n", "text ", "\n\n", "a\n  ", "\t", "{# note #}", "{#- note -#}", "{# note\n #}\n", "<|x|>"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.names = 0

    def pick(self, options):
        return self.r.choice(options)

    def text(self, depth):
        if depth > 0 and self.r.random() < 0.1:
            return f"({self.pick(TEXT)} + {self.pick(TEXT)})"
        return self.pick(TEXT) if depth <= 0 or self.r.random() < 0.5 else f"({self.text(depth - 1)} ~ {self.any(depth - 1)})"

    def number(self, depth):
        if depth <= 0 or self.r.random() < 0.4:
            return self.pick(NUMBER)
        op = self.pick(["+", "-", "*", "/", "//", "%", "**"])
        right = self.pick(["2", "3", "-2", "n"]) if op == "**" else self.number(depth - 1)
        return f"({self.number(depth - 1)} {op} {right})"

    def any(self, depth):
        kind = self.r.randrange(16)
        if kind == 0:
            return self.pick(ANY)
        if kind == 1:
            return self.number(depth)
        if kind == 2:
            return f"({self.text(depth)}|{self.pick(TEXT_FILTERS)})"
        if kind == 3:
            return f"({self.pick(LIST)}|{self.pick(LIST_FILTERS)})"
        if kind == 4:
            return f"(rows|{self.pick(ROW_FILTERS)})"
        if kind == 5:
            return f"{self.pick(['name', 'text', 'd.k', chr(39) + 'llama' + chr(39), '(text|e)'])}.{self.pick(METHODS)}"
        if kind == 6:
            return "(" + self.pick(MAP_EXPRESSIONS).format(m=self.pick(MAP)) + ")"
        if kind == 7:
            return f"({self.any(depth - 1) if depth > 0 else 'n'} is {self.pick(TESTS)})"
        if kind == 8:
            ops = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
            a, b = (self.number(depth - 1), self.number(depth - 1)) if self.r.random() < 0.7 else (self.text(0), self.text(0))
            return f"({a} {self.pick(ops)} {b})"
        if kind == 9:
            cut = self.pick(["[1:]", "[:2]", "[-2:]", "[::-1]", "[::2]", "[0]", "[-1]", "[9]", "[3:1:-1]", "[-9:9]"])
            return f"{self.pick(['name', 'text', 'items', 'nums'])}{cut}"
        if kind == 10 and depth > 0:
            return f"({self.any(depth - 1)} {self.pick(['and', 'or'])} {self.any(depth - 1)})"
        if kind == 11 and depth > 0:
            return f"({self.any(depth - 1)} if {self.any(depth - 1)} else {self.any(depth - 1)})"
        if kind == 12:
            values = ", ".join(self.pick([self.number(0), self.text(0)]) for _ in range(2))
            return f"'{{{self.pick(FIELDS)}}} {{{self.pick(FIELDS)}}}'.format({values}, w=5)"
        if kind == 13:
            return f"('{self.pick(PERCENTS)} {self.pick(PERCENTS)}' % ({self.pick([self.number(0), self.text(0)])}, {self.number(0)}))"
        if kind == 14:
            made = f"({self.pick(LIST + MAP)}|{self.pick(GENERATORS)})"
            return f"('true' if {made} else 'false')" if self.r.random() < 0.3 else f"({made}{self.pick(USES)})"
        if kind == 15:
            return f"({self.number(depth)}|round({self.pick(['', '1', '2', '-1'])}{self.pick(['', ', ' + repr('ceil'), ', ' + repr('floor')])}))".replace("(, ", "(0, ")
        return self.text(depth)

    def tag(self, inside):
        begin, end = self.pick(SIGNS)
        return f"{begin} {inside} {end}"

    def body(self, depth):
        return "".join(self.piece(depth) for _ in range(self.r.randrange(1, 5)))

    def piece(self, depth):
        kind = self.r.randrange(12)
        if kind < 4 or depth <= 0:
            return self.pick(BITS) + "{{ " + self.any(2) + " }}" + self.pick(BITS)
        if kind == 4:
            middle = self.tag("elif " + self.any(1)) + self.body(depth - 1) if self.r.random() < 0.4 else ""
            other = self.tag("else") + self.body(depth - 1) if self.r.random() < 0.5 else ""
            return self.tag("if " + self.any(2)) + self.body(depth - 1) + middle + other + self.tag("endif")
        if kind in (5, 6):
            only = f" if {self.pick(['it', 'it is string', 'not it'])}" if self.r.random() < 0.3 else ""
            facts = "{{ loop." + self.pick(["index", "index0", "first", "last", "length", "revindex", "depth"]) + " }}"
            stop = self.tag("if loop.index > 2") + self.tag(self.pick(["break", "continue"])) + self.tag("endif") if self.r.random() < 0.3 else ""
            other = self.tag("else") + "none" if self.r.random() < 0.3 else ""
            return self.tag(f"for it in {self.pick(LIST)}{only}") + stop + "{{ it }}" + facts + self.body(depth - 1) + other + self.tag("endfor")
        if kind == 7:
            name = self.pick(["v", "w"])
            return self.tag(f"set {name} = {self.any(2)}") + "{{ " + name + " }}"
        if kind == 8:
            return self.tag("set b") + self.body(depth - 1) + self.tag("endset") + "{{ b|length }}{{ b }}"
        if kind == 9:
            self.names += 1
            m = f"m{self.names}"
            return (
                self.tag(f"macro {m}(a, b={self.pick(NUMBER)})") + "[{{ a }}|{{ b }}]" + self.body(depth - 1) + self.tag("endmacro")
                + "{{ " + m + "(" + self.any(1) + ") }}{{ " + m + "(" + self.pick(["b=1, a=2", "b=1, a=2", "1, 2, 3", "1, c=2"]) + ") }}"
            )
        if kind == 10:
            return (
                self.tag("set ns = namespace(c=0, t='')") + self.tag("for q in nums") + self.tag("set ns.c = ns.c + q")
                + self.tag("endfor") + "{{ ns.c }}"
            )
        return self.tag("generation") + self.body(depth - 1) + self.tag("endgeneration")


def real(r):
    """Any double, or one with few digits."""
    if r.random() < 0.5:
        return float(f"{r.randrange(-99, 1000)}e{r.randrange(-12, 20)}")
    value = struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0]
    return value if abs(value) < float("inf") else 1e-4


def outcome(env, source, values):
    try:
        return {"expected": env.from_string(source).render(**values)}
    except Exception as e:  # every way to fail counts: rendering has to fail too
        return {"error": f"{type(e).__name__}: {e}"[:200]}


def main():
    out, files, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    env = environment()
    failing = 0
    for i in range(files):
        source = Maker(seed * 1_000_003 + i).body(3)
        r = random.Random(seed * 1_000_003 + i)
        given = {**VALUES, "loop_n": i % 5, "reals": [real(r) for _ in range(3)]}
        values = {**given, "messages": [], "tools": None, "documents": None, "add_generation_prompt": True}
        result = outcome(env, source, values)
        failing += "error" in result
        case = {
            "messages": [],
            "tools": None,
            "add_generation_prompt": True,
            "kwargs": given,
            **result,
        }
        vector = {"template": source, "special_tokens": {}, "now": NOW.isoformat(), "cases": [case]}
        (out / f"fuzz-{seed}-{i:05d}.json").write_text(json.dumps(vector, ensure_ascii=False))
    print(f"{files} templates, {failing} of them fail in jinja2")


main()

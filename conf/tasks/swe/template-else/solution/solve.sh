#!/bin/bash
set -euo pipefail
cd /app
cat > stencil/filters.py <<'SOURCE'
"""Filters by name."""



def default(value, other):
    empty = value is None or (hasattr(value, "__len__") and len(value) == 0)
    return other if empty else value


def join(value, separator):
    return str(separator).join(str(item) for item in value)


def truncate(value, length, end="..."):
    text = str(value)
    return text if len(text) <= length else text[:max(length - len(end), 0)] + end


FILTERS = {
    "default": default,
    "join": join,
    "truncate": truncate,
    "upper": lambda value: str(value).upper(),
    "title": lambda value: str(value).title(),
    "length": len,
    "trim": lambda value: str(value).strip(),
}
SOURCE
cat > stencil/expressions.py <<'SOURCE'
"""Expressions: a literal or a dotted name, followed by filters with arguments."""
import re

from stencil.errors import TemplateError
from stencil.filters import FILTERS

TOKEN = re.compile(r"""\s*("[^"]*"|'[^']*'|-?\d+(?![\w.])|[\w.-]+|[|:,])\s*""")


class Expression:
    """`source` is the text of the expression, `line` the line of its tag."""

    def __init__(self, source, line):
        self.line = line
        self.tokens = self.scan(source)
        self.operand = self.take_operand()
        self.filters = []
        while self.tokens:
            self.filters.append(self.take_filter())

    def scan(self, source):
        tokens, position = [], 0
        while position < len(source):
            match = TOKEN.match(source, position)
            if not match:
                raise self.malformed(source[position:])
            tokens.append(match[1])
            position = match.end()
        return tokens

    def take_filter(self):
        if self.tokens.pop(0) != "|" or not self.tokens:
            raise self.malformed("|")
        name, arguments = self.tokens.pop(0), []
        if name not in FILTERS:
            raise TemplateError("line %d: unknown filter: %s" % (self.line, name))
        separator = ":"
        while self.tokens and self.tokens[0] == separator:
            self.tokens.pop(0)
            arguments.append(self.take_operand())
            separator = ","
        return FILTERS[name], arguments

    def take_operand(self):
        """A function from the context to the value."""
        token = self.tokens.pop(0) if self.tokens else ""
        if token in ("", "|", ":", ","):
            raise self.malformed(token)
        if token[0] in "'\"":
            return lambda context: token[1:-1]
        if re.fullmatch(r"-?\d+", token):
            return lambda context: int(token)
        return lambda context: lookup(token, context)

    def malformed(self, where):
        return TemplateError("line %d: malformed expression at: %s" % (self.line, where))

    def evaluate(self, context):
        value = self.operand(context)
        for function, arguments in self.filters:
            value = function(value, *[argument(context) for argument in arguments])
        return value


def lookup(name, context):
    """Follows a dotted name; a missing part gives an empty string."""
    value = context
    for part in name.split("."):
        if isinstance(value, dict):
            value = value.get(part, "")
        else:
            value = getattr(value, part, "")
    return value
SOURCE
cat > stencil/lexer.py <<'SOURCE'
"""Text to tokens."""
import re
from dataclasses import dataclass

TAG = re.compile(r"\{#.*?#\}|\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)


@dataclass(frozen=True)
class Token:
    kind: str  # "text", "value" or "block"
    content: str
    line: int


def tokens(source):
    position = 0
    for match in TAG.finditer(source):
        if match.start() > position:
            yield Token("text", source[position:match.start()], line_at(source, position))
        position = match.end()
        if match[0].startswith("{#"):
            continue
        kind, content = ("value", match[1]) if match[1] is not None else ("block", match[2])
        yield Token(kind, content.strip(), line_at(source, match.start()))
    if position < len(source):
        yield Token("text", source[position:], line_at(source, position))


def line_at(source, position):
    return source.count("\n", 0, position) + 1
SOURCE
cat > stencil/nodes.py <<'SOURCE'
"""The tree of a template."""
from dataclasses import dataclass

from stencil.expressions import Expression


@dataclass(frozen=True)
class Text:
    text: str

    def render(self, context):
        return self.text


@dataclass(frozen=True)
class Value:
    expression: Expression

    def render(self, context):
        return str(self.expression.evaluate(context))


@dataclass(frozen=True)
class Sequence:
    children: list

    def render(self, context):
        return "".join(child.render(context) for child in self.children)


@dataclass(frozen=True)
class If:
    """`branches` are pairs of a condition and a body; the first that holds is rendered."""

    branches: list
    otherwise: Sequence

    def render(self, context):
        for condition, body in self.branches:
            if condition.evaluate(context):
                return body.render(context)
        return self.otherwise.render(context)


@dataclass(frozen=True)
class For:
    variable: str
    items: Expression
    body: Sequence
    otherwise: Sequence

    def render(self, context):
        items = list(self.items.evaluate(context))
        if not items:
            return self.otherwise.render(context)
        return "".join(
            self.body.render({**context, self.variable: item, "loop": loop_values(index, len(items))})
            for index, item in enumerate(items, 1)
        )


def loop_values(index, length):
    return {"index": index, "length": length, "first": index == 1, "last": index == length}
SOURCE
cat > stencil/parser.py <<'SOURCE'
"""Tokens to a tree."""
import re

from stencil.errors import TemplateError
from stencil.expressions import Expression
from stencil.lexer import tokens
from stencil.nodes import For, If, Sequence, Text, Value

IF = re.compile(r"if\s+(.+)", re.DOTALL)
ELIF = re.compile(r"elif\s+(.+)", re.DOTALL)
FOR = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)


def parse(source):
    tree, _ = Parser(source).sequence()
    return tree


class Parser:
    def __init__(self, source):
        self.tokens = list(tokens(source))
        self.position = 0

    def sequence(self, opening=None, ends=()):
        """Reads nodes up to a block of `ends`; returns them and that block, or None at the end."""
        nodes = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.kind == "text":
                nodes.append(Text(token.content))
            elif token.kind == "value":
                nodes.append(Value(Expression(token.content, token.line)))
            elif ("elif" in ends and ELIF.fullmatch(token.content)) or (token.content in ends and token.content != "elif"):
                return Sequence(nodes), token
            else:
                nodes.append(self.block(token))
        if opening:
            raise TemplateError("line %d: missing %s" % (opening.line, ends[0]))
        return Sequence(nodes), None

    def block(self, token):
        if IF.fullmatch(token.content):
            return self.if_block(token)
        match = FOR.fullmatch(token.content)
        if match:
            return self.for_block(token, match[1], Expression(match[2], token.line))
        raise TemplateError("line %d: unknown block: %s" % (token.line, token.content))

    def if_block(self, opening):
        branches, branch = [], opening
        while branch.content not in ("else", "endif"):
            condition = Expression(branch.content.split(None, 1)[1], branch.line)
            body, branch = self.sequence(opening, ("endif", "elif", "else"))
            branches.append((condition, body))
        return If(branches, self.otherwise(opening, branch, "endif"))

    def for_block(self, opening, variable, items):
        body, end = self.sequence(opening, ("endfor", "else"))
        return For(variable, items, body, self.otherwise(opening, end, "endfor"))

    def otherwise(self, opening, block, end):
        """What follows an `else` up to the end tag; nothing when `block` is the end tag itself."""
        return self.sequence(opening, (end,))[0] if block.content == "else" else Sequence([])
SOURCE

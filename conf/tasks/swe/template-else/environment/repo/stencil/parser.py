"""Tokens to a tree."""
import re

from stencil.errors import TemplateError
from stencil.expressions import Expression
from stencil.lexer import tokens
from stencil.nodes import For, If, Sequence, Text, Value

FOR = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)


def parse(source):
    parser = Parser(source)
    tree = parser.sequence(())
    return tree


class Parser:
    def __init__(self, source):
        self.tokens = list(tokens(source))
        self.position = 0

    def sequence(self, ends):
        """Reads nodes up to a block that is one of `ends`, and that block too."""
        nodes = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.kind == "text":
                nodes.append(Text(token.content))
            elif token.kind == "value":
                nodes.append(Value(Expression(token.content)))
            elif token.content in ends:
                return Sequence(nodes)
            else:
                nodes.append(self.block(token))
        if ends:
            raise TemplateError("missing " + ends[0])
        return Sequence(nodes)

    def block(self, token):
        if token.content.startswith("if "):
            return If(Expression(token.content[3:]), self.sequence(("endif",)))
        match = FOR.fullmatch(token.content)
        if match:
            return For(match[1], Expression(match[2]), self.sequence(("endfor",)))
        raise TemplateError("line %d: unknown block: %s" % (token.line, token.content))

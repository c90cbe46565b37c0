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
    condition: Expression
    body: Sequence

    def render(self, context):
        return self.body.render(context) if self.condition.evaluate(context) else ""


@dataclass(frozen=True)
class For:
    variable: str
    items: Expression
    body: Sequence

    def render(self, context):
        return "".join(self.body.render({**context, self.variable: item}) for item in self.items.evaluate(context))

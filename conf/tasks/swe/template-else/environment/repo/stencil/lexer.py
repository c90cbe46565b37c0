"""Text to tokens."""
import re
from dataclasses import dataclass

TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)


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
        kind, content = ("value", match[1]) if match[1] is not None else ("block", match[2])
        yield Token(kind, content.strip(), line_at(source, match.start()))
        position = match.end()
    if position < len(source):
        yield Token("text", source[position:], line_at(source, position))


def line_at(source, position):
    return source.count("\n", 0, position) + 1

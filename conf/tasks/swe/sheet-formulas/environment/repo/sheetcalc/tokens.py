"""Formula text to tokens."""
import re

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Z]+[0-9]+)|([-+*/()]))")


def tokens(text):
    """Pairs of a kind ("number", "cell", or the sign itself) and the text."""
    result, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        number, cell, sign = match.groups()
        result.append(("number", number) if number else ("cell", cell) if cell else (sign, sign))
        position = match.end()
    return result + [("end", "")]

"""Path patterns."""
import re


class Pattern:
    """A path with parameters in braces, such as `/orders/{id}`."""

    def __init__(self, text):
        self.text = text
        self.regex = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>.+)", text))

    def match(self, path):
        """The parameters of a path, or None."""
        found = self.regex.match(path)
        return found.groupdict() if found else None

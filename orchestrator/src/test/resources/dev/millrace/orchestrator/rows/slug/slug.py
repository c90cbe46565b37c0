"""Names for the addresses of pages."""

import re


def slug(title):
    """Lower-case words of a title with hyphens between them."""
    words = re.findall(r"[A-Za-z]+", title)
    return "-".join(words).lower()


def shortened(title, most):
    """A slug of at most so many characters, cut between words."""
    words = slug(title).split("-")
    while len("-".join(words)) > most:
        words.pop()
    return "-".join(words)

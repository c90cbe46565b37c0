"""Slugs: the part of an address that names an article."""
import re


def slugify(title):
    """Lower-case letters, digits and single hyphens."""
    return re.sub("[^a-z0-9]", "-", title.lower())

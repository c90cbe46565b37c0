#!/bin/bash
set -euo pipefail
cd /app
cat > pressroom/slug.py <<'SOURCE'
"""Slugs: the part of an address that names an article."""
import re
import unicodedata

LONGEST = 60
SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae"})


def slugify(title):
    """Lower-case letters, digits and single hyphens; at most 60 characters, cut between words."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(SPECIAL))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    slug = re.sub("[^a-z0-9]+", "-", letters).strip("-")
    if len(slug) > LONGEST:
        slug = slug[:LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug or "untitled"
SOURCE
cat > pressroom/index.py <<'SOURCE'
"""Articles by slug."""
from pressroom.slug import slugify


class ArticleIndex:
    def __init__(self):
        self.articles = {}

    def add(self, title):
        """Adds an article and returns its slug; a second article of that title gets a number."""
        slug = base = slugify(title)
        number = 1
        while slug in self.articles:
            number += 1
            slug = "%s-%d" % (base, number)
        self.articles[slug] = title
        return slug
SOURCE

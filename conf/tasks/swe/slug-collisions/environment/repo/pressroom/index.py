"""Articles by slug."""
from pressroom.slug import slugify


class ArticleIndex:
    def __init__(self):
        self.articles = {}

    def add(self, title):
        """Adds an article and returns its slug; a second article of that title gets a number."""
        slug = slugify(title)
        if slug in self.articles:
            slug += "-2"
        self.articles[slug] = title
        return slug

"""Sessions of signed-in users."""
from sessioncache.lru import LruCache


class SessionStore:
    def __init__(self, capacity=100):
        self.evicted = []
        self.cache = LruCache(capacity, lambda token, session: self.evicted.append(token))

    def open(self, token, user):
        self.cache.put(token, {"user": user, "hits": 0})

    def touch(self, token):
        """Counts a request of a session; None when the session is not known."""
        session = self.cache.get(token)
        if session:
            self.cache.put(token, {**session, "hits": session["hits"] + 1})
        return session

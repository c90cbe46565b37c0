#!/bin/bash
set -euo pipefail
cd /app
cat > sessioncache/lru.py <<'SOURCE'
"""A cache that forgets what was not used for longest."""
from collections import OrderedDict


class LruCache:
    """At most `capacity` entries; reading or writing an entry makes it the most recently used one.

    `on_evict(key, value)` is called for each entry that is dropped for want of room, after it has gone.
    """

    def __init__(self, capacity, on_evict=None):
        if capacity < 1:
            raise ValueError("capacity must be at least 1: %d" % capacity)
        self.capacity = capacity
        self.on_evict = on_evict
        self.entries = OrderedDict()

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        self.entries.move_to_end(key)
        return self.entries[key]

    def peek(self, key, default=None):
        """Reads without making the entry more recently used."""
        return self.entries.get(key, default)

    def put(self, key, value):
        self.entries[key] = value
        self.entries.move_to_end(key)
        if len(self.entries) > self.capacity:
            old_key, old_value = self.entries.popitem(last=False)
            if self.on_evict:
                self.on_evict(old_key, old_value)

    def keys(self):
        """The keys, least recently used first."""
        return list(self.entries)

    def __len__(self):
        return len(self.entries)
SOURCE
cat > sessioncache/store.py <<'SOURCE'
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
            session = {**session, "hits": session["hits"] + 1}
            self.cache.put(token, session)
        return session
SOURCE

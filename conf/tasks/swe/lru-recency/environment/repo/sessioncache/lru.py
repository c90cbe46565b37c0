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
        return self.entries.get(key, default)

    def peek(self, key, default=None):
        """Reads without making the entry more recently used."""
        return self.entries.get(key, default)

    def put(self, key, value):
        if len(self.entries) >= self.capacity:
            old_key, old_value = self.entries.popitem(last=False)
            if self.on_evict:
                self.on_evict(old_key, old_value)
        self.entries[key] = value

    def keys(self):
        """The keys, least recently used first."""
        return list(self.entries)

    def __len__(self):
        return len(self.entries)

from sessioncache.lru import LruCache
from sessioncache.store import SessionStore

__all__ = ["LruCache", "SessionStore"]

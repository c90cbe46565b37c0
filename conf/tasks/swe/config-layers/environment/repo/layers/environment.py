"""Overrides from environment variables."""


def overrides(environ, prefix):
    """A layer from variables like SHOP_DATABASE__PORT, which sets database.port."""
    layer = {}
    for name, value in environ.items():
        if name.startswith(prefix):
            layer[name[len(prefix):].lower()] = value
    return layer

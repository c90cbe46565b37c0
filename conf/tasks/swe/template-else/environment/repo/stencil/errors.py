class TemplateError(Exception):
    """A template that cannot be read or rendered."""

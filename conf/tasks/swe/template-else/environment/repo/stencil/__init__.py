from stencil.errors import TemplateError
from stencil.parser import parse

__all__ = ["TemplateError", "render"]


def render(source, **context):
    return parse(source).render(context)

"""Values of cells."""


class CellError(Exception):
    """An error value such as #DIV/0!."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def constant(text):
    """The value of a cell that is no formula: None, a number or text."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text

from sheetcalc.sheet import Sheet
from sheetcalc.values import CellError

__all__ = ["CellError", "Sheet"]

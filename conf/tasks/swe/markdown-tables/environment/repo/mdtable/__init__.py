from mdtable.render import format_table
from mdtable.tidy import tidy

__all__ = ["format_table", "tidy"]

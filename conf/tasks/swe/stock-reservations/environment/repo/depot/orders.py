"""Orders."""
from dataclasses import dataclass


@dataclass
class Order:
    """`lines` maps articles to quantities. States: open, shipped."""

    number: str
    lines: dict
    state: str = "open"

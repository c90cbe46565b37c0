"""Versions."""
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Version:
    text: str

    def __str__(self):
        return self.text

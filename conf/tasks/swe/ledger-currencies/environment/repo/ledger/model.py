"""Postings and transactions."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Posting:
    account: str
    amount: float


@dataclass(frozen=True)
class Transaction:
    """`date` is ISO text; the postings add up to zero."""

    date: str
    text: str
    postings: tuple

    def __post_init__(self):
        total = sum(posting.amount for posting in self.postings)
        if abs(total) > 0.001:
            raise ValueError("%s %s is off by %.2f" % (self.date, self.text, total))

#!/bin/bash
set -euo pipefail
cd /app
cat > depot/errors.py <<'SOURCE'
"""What can go wrong."""


class Refused(Exception):
    """A call that cannot be carried out; it has changed nothing."""
SOURCE
cat > depot/stock.py <<'SOURCE'
"""Quantities per article and shelf."""
from depot.errors import Refused


class Stock:
    def __init__(self):
        self.shelves = {}

    def receive(self, article, shelf, quantity):
        check(quantity)
        places = self.shelves.setdefault(article, {})
        places[shelf] = places.get(shelf, 0) + quantity

    def remove(self, article, shelf, quantity):
        check(quantity)
        there = self.shelves.get(article, {}).get(shelf, 0)
        if quantity > there:
            raise Refused("%s has %d of %s" % (shelf, there, article))
        if quantity < there:
            self.shelves[article][shelf] -= quantity
            return
        del self.shelves[article][shelf]
        if not self.shelves[article]:
            del self.shelves[article]

    def on_hand(self, article):
        return sum(self.shelves.get(article, {}).values())


def is_quantity(value):
    return type(value) is int and value > 0


def check(quantity):
    if not is_quantity(quantity):
        raise Refused("invalid quantity: %s" % quantity)
SOURCE
cat > depot/picking.py <<'SOURCE'
"""From which shelves an order is taken."""


def pick(stock, lines):
    """A list of article, shelf and quantity."""
    picks = []
    for article, wanted in sorted(lines.items()):
        shelves = stock.shelves.get(article, {})
        for shelf, there in sorted(shelves.items(), key=lambda place: (place[1], place[0])):
            taken = min(wanted, there)
            if taken:
                picks.append((article, shelf, taken))
            wanted -= taken
    return picks
SOURCE
cat > depot/orders.py <<'SOURCE'
"""Orders."""
from dataclasses import dataclass


@dataclass
class Order:
    """`lines` maps articles to quantities, which are held before the minute `until`.

    States: open, shipped, cancelled, expired.
    """

    number: str
    lines: dict
    until: int
    state: str = "open"
SOURCE
cat > depot/events.py <<'SOURCE'
"""What happened, in order."""
import json


def load(text):
    """The entries of a dump."""
    return [json.loads(line) for line in text.splitlines()]


class Log:
    def __init__(self):
        self.entries = []

    def write(self, kind, **fields):
        self.entries.append({"kind": kind, **fields})

    def dump(self):
        """One JSON object per line."""
        return "".join(json.dumps(entry, sort_keys=True) + "\n" for entry in self.entries)
SOURCE
cat > depot/service.py <<'SOURCE'
"""What the other systems call."""
from depot.errors import Refused
from depot.events import Log, load
from depot.orders import Order
from depot.picking import pick
from depot.stock import Stock, check, is_quantity


class Depot:
    """An open order holds its quantities for `hold_minutes`. A refused call changes nothing, not even the log."""

    def __init__(self, hold_minutes=60):
        self.hold_minutes = hold_minutes
        self.stock = Stock()
        self.orders = {}
        self.log = Log()

    def receive(self, article, shelf, quantity, now):
        check(quantity)
        self.expire(now)
        self.stock.receive(article, shelf, quantity)
        self.log.write("received", article=article, shelf=shelf, quantity=quantity, at=now)

    def order(self, number, lines, now):
        if not lines or not all(is_quantity(quantity) for quantity in lines.values()):
            raise Refused("order %s has no valid lines" % number)
        if number in self.orders:
            raise Refused("order %s exists already" % number)
        short = [
            "%s: %d wanted, %d available" % (article, wanted, self.stock.on_hand(article) - self.reserved(article, now))
            for article, wanted in sorted(lines.items())
            if wanted > self.stock.on_hand(article) - self.reserved(article, now)
        ]
        if short:
            raise Refused("; ".join(short))
        self.expire(now)
        self.orders[number] = Order(number, dict(lines), now + self.hold_minutes)
        self.log.write("ordered", number=number, lines=dict(lines), at=now)

    def ship(self, number, now):
        order = self.open_order(number, now)
        picks = pick(self.stock, order.lines)
        for article, shelf, quantity in picks:
            self.stock.remove(article, shelf, quantity)
        self.finish(order, "shipped", now)
        return picks

    def cancel(self, number, now):
        self.finish(self.open_order(number, now), "cancelled", now)

    def extend(self, number, now):
        order = self.open_order(number, now)
        order.until = now + self.hold_minutes
        self.log.write("extended", number=number, at=now)

    def state(self, number, now):
        if number not in self.orders:
            raise Refused("no order %s" % number)
        self.expire(now)
        return self.orders[number].state

    def available(self, article, now):
        self.expire(now)
        return self.stock.on_hand(article) - self.reserved(article, now)

    def reserved(self, article, now):
        """What orders hold at a time; logs nothing."""
        return sum(order.lines.get(article, 0) for order in self.orders.values() if self.is_open(order, now))

    def is_open(self, order, now):
        return order.state == "open" and now < order.until

    def open_order(self, number, now):
        """An order that is open; what has expired by then is logged."""
        if number not in self.orders:
            raise Refused("no order %s" % number)
        order = self.orders[number]
        if not self.is_open(order, now):
            raise Refused("order %s is %s" % (number, "expired" if order.state == "open" else order.state))
        self.expire(now)
        return order

    def finish(self, order, state, now):
        order.state = state
        self.log.write(state, number=order.number, at=now)

    def expire(self, now):
        """Marks and logs the orders whose time is over, each at its own minute."""
        due = [order for order in self.orders.values() if order.state == "open" and order.until <= now]
        for order in sorted(due, key=lambda order: (order.until, order.number)):
            self.finish(order, "expired", order.until)

    @classmethod
    def replay(cls, text, hold_minutes=60):
        """A depot from the dump of another's log."""
        depot = cls(hold_minutes)
        calls = {"received": depot.receive, "ordered": depot.order, "shipped": depot.ship, "cancelled": depot.cancel,
                 "extended": depot.extend, "expired": lambda number, now: depot.expire(now)}
        for entry in load(text):
            kind, now = entry.pop("kind"), entry.pop("at")
            calls[kind](**entry, now=now)
        return depot
SOURCE
cat > depot/report.py <<'SOURCE'
"""The stock list."""


def stock_list(depot, now):
    """A row per article, by name: on hand, reserved, available."""
    rows = ["%-12s %6s %6s %6s" % ("article", "hand", "res", "avail")]
    for article in sorted(depot.stock.shelves):
        available = depot.available(article, now)
        rows.append("%-12s %6d %6d %6d" % (article, depot.stock.on_hand(article), depot.reserved(article, now), available))
    return "\n".join(rows) + "\n"
SOURCE
cat > README.md <<'SOURCE'
# depot

Stock of a small warehouse, kept in memory and written as events.

- `depot/events.py`: what happened, as JSON lines
- `depot/stock.py`: quantities per article and shelf
- `depot/orders.py`: orders of customers
- `depot/picking.py`: from which shelves an order is taken
- `depot/report.py`: the stock list
- `depot/service.py`: what the other systems call; orders reserve what they want for a while
- `depot/errors.py`: `Refused`

Time is a number of minutes that the caller passes in.
SOURCE

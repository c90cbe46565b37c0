"""Quantities per article and shelf."""


class Stock:
    def __init__(self):
        self.shelves = {}

    def receive(self, article, shelf, quantity):
        places = self.shelves.setdefault(article, {})
        places[shelf] = places.get(shelf, 0) + quantity

    def remove(self, article, shelf, quantity):
        self.shelves[article][shelf] -= quantity

    def on_hand(self, article):
        return sum(self.shelves.get(article, {}).values())

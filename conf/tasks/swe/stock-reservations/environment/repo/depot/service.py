"""What the other systems call."""
from depot.events import Log
from depot.orders import Order
from depot.picking import pick
from depot.stock import Stock


class Depot:
    def __init__(self):
        self.stock = Stock()
        self.orders = {}
        self.log = Log()

    def receive(self, article, shelf, quantity, now):
        self.stock.receive(article, shelf, quantity)
        self.log.write("received", article=article, shelf=shelf, quantity=quantity, at=now)

    def order(self, number, lines, now):
        self.orders[number] = Order(number, lines)
        self.log.write("ordered", number=number, lines=lines, at=now)

    def ship(self, number, now):
        order = self.orders[number]
        picks = pick(self.stock, order.lines)
        for article, shelf, quantity in picks:
            self.stock.remove(article, shelf, quantity)
        order.state = "shipped"
        self.log.write("shipped", number=number, at=now)
        return picks

"""Many deliveries."""
from courier.retry import Delivery


class Queue:
    def __init__(self, backoff, clock):
        self.backoff = backoff
        self.clock = clock
        self.deliveries = []

    def add(self, send):
        delivery = Delivery(send, self.backoff, self.clock())
        self.deliveries.append(delivery)
        return delivery

    def run_due(self):
        """Makes one attempt of each delivery that is due; says how many."""
        now = self.clock()
        due = [delivery for delivery in self.deliveries if delivery.due < now]
        for delivery in due:
            delivery.attempt(now)
        return len(due)

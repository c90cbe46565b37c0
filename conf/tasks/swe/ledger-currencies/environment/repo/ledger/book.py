"""Balances per account."""


class Book:
    def __init__(self, transactions=()):
        self.transactions = []
        self.balances = {}
        for transaction in transactions:
            self.add(transaction)

    def add(self, transaction):
        self.transactions.append(transaction)
        for posting in transaction.postings:
            self.balances[posting.account] = self.balances.get(posting.account, 0.0) + posting.amount

    def balance(self, account):
        """The balance of an account and all accounts below it."""
        below = account + ":"
        return sum(amount for name, amount in self.balances.items() if name == account or name.startswith(below))

"""Interest on savings."""
from ledger.model import Posting, Transaction


def interest(book, account, percent, date):
    """The transaction that credits a year's interest on an account's balance."""
    amount = round(book.balance(account) * percent / 100, 2)
    return Transaction(date, "Interest", (Posting(account, amount), Posting("Income:Interest", -amount)))

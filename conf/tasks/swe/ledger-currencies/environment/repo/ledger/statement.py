"""One account over time."""


def statement(book, account):
    """Rows of date, text, amount and the balance after it."""
    rows, balance = [], 0.0
    for transaction in sorted(book.transactions, key=lambda transaction: transaction.date):
        for posting in transaction.postings:
            if posting.account == account:
                balance += posting.amount
                rows.append((transaction.date, transaction.text, posting.amount, balance))
    return rows


def render(rows):
    return "".join("%s  %-24s %10.2f %10.2f\n" % row for row in rows)

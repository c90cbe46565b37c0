"""The balance sheet."""


def balance_sheet(book):
    rows = ["%-28s %10.2f\n" % (account, amount) for account, amount in sorted(book.balances.items())]
    return "".join(rows)

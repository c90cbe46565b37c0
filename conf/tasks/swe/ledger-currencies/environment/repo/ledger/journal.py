"""The journal file: a dated line, then its postings, indented."""
from ledger.model import Posting, Transaction


def read_journal(text):
    transactions, head, postings = [], None, []
    for line in text.splitlines() + [""]:
        if line.strip() and line[0] in " \t":
            account, amount = line.split()
            postings.append(Posting(account, float(amount)))
        else:
            if head:
                date, words = head.split(" ", 1)
                transactions.append(Transaction(date, words, tuple(postings)))
            head, postings = line.strip() or None, []
    return transactions

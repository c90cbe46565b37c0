"""CSV for the tax office."""
import csv
import io


def to_csv(book):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["date", "text", "account", "amount"])
    for transaction in book.transactions:
        for posting in transaction.postings:
            writer.writerow([transaction.date, transaction.text, posting.account, "%.2f" % posting.amount])
    return file.getvalue()

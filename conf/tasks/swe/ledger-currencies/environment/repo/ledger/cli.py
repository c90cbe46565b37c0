"""The command line."""
from ledger.book import Book
from ledger.export import to_csv
from ledger.journal import read_journal
from ledger.report import balance_sheet
from ledger.statement import render, statement


def main(arguments):
    path, command, *rest = arguments
    with open(path, encoding="utf-8") as file:
        book = Book(read_journal(file.read()))
    if command == "balance":
        print(balance_sheet(book), end="")
    elif command == "statement":
        print(render(statement(book, rest[0])), end="")
    elif command == "csv":
        print(to_csv(book), end="")
    else:
        print("unknown command: " + command)
        return 2
    return 0

"""The stock list."""


def stock_list(service):
    rows = ["%-12s %6s" % ("article", "hand")]
    for article in service.stock.shelves:
        rows.append("%-12s %6d" % (article, service.stock.on_hand(article)))
    return "\n".join(rows) + "\n"

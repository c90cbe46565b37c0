"""From which shelves an order is taken."""


def pick(stock, lines):
    """A list of article, shelf and quantity."""
    picks = []
    for article, wanted in lines.items():
        for shelf, there in stock.shelves.get(article, {}).items():
            taken = min(wanted, there)
            picks.append((article, shelf, taken))
            wanted -= taken
    return picks

"""The plain-text form of an invoice."""


def render(invoice):
    rows = ["Invoice %s" % invoice.number]
    for line in invoice.lines:
        rows.append("%-24s %6s x %9s %10s" % (line.description[:24], line.quantity, line.unit_price, line.net))
    rows.append("%-43s %10s" % ("Net", invoice.net))
    for rate, tax in invoice.tax_by_rate().items():
        rows.append("%-43s %10s" % ("Tax %s%%" % rate, tax))
    rows.append("%-43s %10s" % ("Total", invoice.total))
    return "\n".join(rows) + "\n"

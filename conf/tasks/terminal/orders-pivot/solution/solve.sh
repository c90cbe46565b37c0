#!/bin/bash
set -euo pipefail
cat > /tmp/pivot.py <<'PY'
import csv
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

with open("customers.csv", newline="") as file:
    newest = {}
    for row in csv.DictReader(file):
        email = row["email"].strip().lower()
        if email not in newest or row["updated"] > newest[email]["updated"]:
            newest[email] = row

with open("rates.csv", newline="") as file:
    rates = {(row["month"], row["currency"]): Decimal(row["per_eur"]) for row in csv.DictReader(file)}

orders = {}
with open("orders.jsonl") as file:
    for line in file:
        if line.strip():
            order = json.loads(line)
            known = orders.get(order["order"])
            if known is None or order["revision"] > known["revision"]:
                orders[order["order"]] = order

cells, rejects = defaultdict(Decimal), []
for number in sorted(orders):
    order = orders[number]
    if order["status"] == "cancelled":
        continue
    month, currency = order["day"][:7], order["currency"]
    customer = newest.get(order["customer"].strip().lower())
    if customer is None:
        rejects.append({"order": number, "reason": "unknown customer"})
    elif currency != "EUR" and (month, currency) not in rates:
        rejects.append({"order": number, "reason": "no rate"})
    else:
        rate = Decimal(1) if currency == "EUR" else rates[month, currency]
        euros = (Decimal(order["amount"]) / rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
        cells[customer["region"], month] += euros

months = sorted({month for _, month in cells})
with open("revenue.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["region", *months, "total"])
    for region in sorted({region for region, _ in cells}):
        values = [cells.get((region, month), Decimal()) for month in months]
        writer.writerow([region, *(f"{value:.2f}" for value in [*values, sum(values)])])
    sums = [sum(value for (_, m), value in cells.items() if m == month) for month in months]
    writer.writerow(["total", *(f"{value:.2f}" for value in [*sums, sum(sums)])])

with open("rejects.jsonl", "w") as file:
    file.writelines(json.dumps(reject) + "\n" for reject in rejects)
PY
python3 /tmp/pivot.py

#!/bin/bash
set -euo pipefail
git merge discounts > /dev/null 2>&1 || true
cat > settings.json <<'JSON'
{
  "limits": {
    "items": 80
  },
  "shipping": {
    "flat": 490,
    "free_from": 8000
  },
  "discount": {
    "minimum": 5000,
    "percent": 10
  }
}
JSON
python3 - <<'PY'
text = open("cart.py").read()
start, end = text.index("<<<<<<<"), text.index("\n", text.index(">>>>>>>")) + 1
tail = text[end:]
tail = tail[tail.index("def summary"):]
text = text[:start] + '''def rule(name):
    with open("settings.json") as settings:
        return json.load(settings)[name]


def discount(items):
    """Percent off from the settings, rounded down to a cent, from the minimum on."""
    amount, terms = subtotal(items), rule("discount")
    return amount * terms["percent"] // 100 if amount >= terms["minimum"] else 0


def shipping(items):
    """Flat rate from the settings; free of charge from a discounted subtotal on."""
    terms = rule("shipping")
    return 0 if subtotal(items) - discount(items) >= terms["free_from"] else terms["flat"]


def total(items):
    return subtotal(items) - discount(items) + shipping(items)


''' + tail
open("cart.py", "w").write(text)
PY
git add -A
git commit -q -m "Merge branch 'discounts'"

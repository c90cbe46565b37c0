#!/bin/bash
# Makes the repository, one commit a day.
set -eu
day=1
commit() {
  export GIT_AUTHOR_DATE="2026-02-$(printf %02d $day)T10:00:00Z"
  export GIT_COMMITTER_DATE="$GIT_AUTHOR_DATE"
  git add -A
  git commit -q "${@:2}" -m "$1"
  day=$((day + 1))
}
git init -q -b main .

cat > cart.py <<'PY'
"""A shopping cart; amounts are cents."""

import json

import currency


def subtotal(items):
    return sum(item["price"] * item["count"] for item in items)


def total(items):
    return subtotal(items)


def summary(items):
    return f"{len(items)} items, {currency.show(total(items))}"
PY
cat > currency.py <<'PY'
"""Amounts for people."""


def show(cents):
    return f"{cents / 100:.2f}"
PY
printf '{\n  "limits": {\n    "items": 50\n  }\n}\n' > settings.json
printf '# Cart\n\nRun `python3 -c "import cart"`.\n' > README.md
commit "Add the cart"
git checkout -q -b discounts
git mv currency.py money.py
sed -i 's/currency/money/' cart.py
commit "Rename currency to money"
python3 - <<'PY'
text = open("cart.py").read()
text = text.replace('''def total(items):
    return subtotal(items)
''', '''def discount(items):
    """Percent off from the settings, rounded down to a cent, from the minimum on."""
    with open("settings.json") as settings:
        rule = json.load(settings)["discount"]
    amount = subtotal(items)
    return amount * rule["percent"] // 100 if amount >= rule["minimum"] else 0


def total(items):
    return subtotal(items) - discount(items)
''')
open("cart.py", "w").write(text)
open("settings.json", "w").write('''{
  "limits": {
    "items": 50
  },
  "discount": {
    "minimum": 5000,
    "percent": 10
  }
}
''')
PY
commit "Give a discount from a minimum on"
git checkout -q main
python3 - <<'PY'
text = open("cart.py").read()
text = text.replace('''def total(items):
    return subtotal(items)
''', '''def shipping(items):
    """Flat rate from the settings; free of charge from a subtotal on."""
    with open("settings.json") as settings:
        rule = json.load(settings)["shipping"]
    return 0 if subtotal(items) >= rule["free_from"] else rule["flat"]


def total(items):
    return subtotal(items) + shipping(items)
''')
open("cart.py", "w").write(text)
open("settings.json", "w").write('''{
  "limits": {
    "items": 80
  },
  "shipping": {
    "flat": 490,
    "free_from": 8000
  }
}
''')
PY
commit "Charge for shipping"
sed -i 's/    return f"{cents \/ 100:.2f}"/    sign = "-" if cents < 0 else ""\n    return f"{sign}{abs(cents) \/\/ 100}.{abs(cents) % 100:02d} EUR"/' currency.py
commit "Show the currency and keep cents exact"

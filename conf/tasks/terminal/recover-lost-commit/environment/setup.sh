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

cat > invoice.py <<'PY'
"""Amounts of an invoice, in cents."""

RATES = {"standard": 19, "reduced": 7}


def vat(lines):
    """VAT of lines (net, rate name)."""
    return sum(net * RATES[rate] for net, rate in lines) // 100


def gross(lines):
    return sum(net for net, _ in lines) + vat(lines)
PY
printf '# Changes\n\n- Amounts of an invoice\n' > CHANGES.md
commit "Add amounts of an invoice"
printf '# Invoices\n\nAmounts are cents.\n' > README.md
commit "Say what the amounts are"
sed -i 's/^# Changes$/# Changes\n\n- Zero rate/; s/"reduced": 7/"reduced": 7, "zero": 0/' invoice.py CHANGES.md
sed -i '4{/^$/d}' CHANGES.md
commit "Add the zero rate"
python3 - <<'PY'
text = open("invoice.py").read()
text = text.replace('''    """VAT of lines (net, rate name)."""
    return sum(net * RATES[rate] for net, rate in lines) // 100
''', '''    """VAT of lines (net, rate name), rounded line by line."""
    return sum(round(net * RATES[rate] / 100) for net, rate in lines)
''')
open("invoice.py", "w").write(text)
PY
sed -i 's/^- Zero rate/- VAT is rounded line by line\n- Zero rate/' CHANGES.md
commit "Round VAT line by line"
day=$((day - 1))
python3 - <<'PY'
text = open("invoice.py").read()
text = text.replace('''rounded line by line."""
    return sum(round(net * RATES[rate] / 100) for net, rate in lines)
''', '''rounded half up line by line."""
    return sum((net * RATES[rate] + 50) // 100 for net, rate in lines)
''')
open("invoice.py", "w").write(text)
PY
sed -i 's/rounded line by line/rounded half up line by line/' CHANGES.md
commit "Round VAT half up, line by line" --amend
git reset -q --hard HEAD~1
cat > number.py <<'PY'
"""Invoice numbers: year, dash, five digits."""


def number(year, running):
    return f"{year}-{running:05d}"
PY
sed -i 's/^- Zero rate/- Invoice numbers\n- Zero rate/' CHANGES.md
commit "Add invoice numbers"

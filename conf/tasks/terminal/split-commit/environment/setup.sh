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

cat > pages.py <<'PY'
"""Pages of a report."""

ROWS_PER_PAGE = 40


def page_count(rows):
    return (len(rows) - 1) // ROWS_PER_PAGE + 1


def page(rows, number):
    start = (number - 1) * ROWS_PER_PAGE
    return rows[start:start + ROWS_PER_PAGE]


def header(title, number, count):
    return f"{title} ({number}/{count})"


def totals(rows):
    return [sum(column) for column in zip(*rows)]
PY
cat > tables.py <<'PY'
"""Text tables."""

from pages import page, totals


def table(rows, number):
    lines = [" ".join(map(str, row)) for row in page(rows, number)]
    return "\n".join(lines + ["= " + " ".join(map(str, totals(rows)))])
PY
commit "Add pages and text tables"
printf '# Reports\n\nText reports with page numbers.\n' > README.md
commit "Add a README"
sed -i 's/return (len(rows) - 1) \/\/ ROWS_PER_PAGE + 1/return max(1, -(-len(rows) \/\/ ROWS_PER_PAGE))/' pages.py
sed -i 's/totals/column_sums/' pages.py
sed -i 's/totals/column_sums/' tables.py
printf 'Sums: see `pages.column_sums`.\n' >> README.md
printf 'rows=0 count=0\nrows=41 count=2\n' > debug-output.txt
commit "wip"

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

write() {
cat > quote.py <<PY
"""Price of a parcel: python3 quote.py LENGTH WIDTH HEIGHT (cm) KILOGRAMS [COUNTRY]"""

import math
import sys

import zones


def volume_weight(length, width, height):
    return $1


def price(length, width, height, kilograms, country="home"):
    weight = max(math.ceil(kilograms), volume_weight(length, width, height))
    return zones.BASE[country] + zones.PER_KILOGRAM[country] * weight


if __name__ == "__main__":
    size = [float(value) for value in sys.argv[1:5]]
    print(price(*size, *sys.argv[5:6]))
PY
}
zones() {
cat > zones.py <<PY
"""Cents by country."""

BASE = {"home": 390$1}
PER_KILOGRAM = {"home": 110$2}
PY
}
write 'math.ceil(length * width * height \/ 5000)'
sed -i 's/\\//' quote.py
zones "" ""
commit "Add the price of a parcel"
git tag v2.0
printf '# Parcel prices\n' > README.md
commit "Add a README"
b= p=
for entry in "north 560 170" "south 540 160" "east 590 180" "west 570 175" "islands 990 260"; do
  set -- $entry
  b="$b, \"$1\": $2" p="$p, \"$1\": $3"
  zones "$b" "$p"
  commit "Add the zone $1"
done
printf '\nSizes are centimetres.\n' >> README.md
commit "Name the units"
sed -i 's/"home": 110/"home": 115/' zones.py
commit "Raise the home price"
sed -i 's/^import zones$/import zone/' quote.py
commit "Rename the table of zones"
printf '\nThe table of zones is one file.\n' >> README.md
commit "Describe the table"
sed -i 's/math.ceil(length \* width \* height \/ 5000)/round(length * width * height \/ 5000)/' quote.py
commit "Simplify the volume weight"
sed -i 's/^import zone$/import zones/' quote.py
commit "Take back the renaming"
for entry in "harbour 430 120" "valley 610 190" "lakes 640 185" "coast 600 180"; do
  set -- $entry
  b="$b, \"$1\": $2" p="$p, \"$1\": $3"
  zones "$b" "$p"
  sed -i 's/"home": 110/"home": 115/' zones.py
  commit "Add the zone $1"
done
printf '\nPrices are cents.\n' >> README.md
commit "Name the currency"
sed -i 's/"islands": 990/"islands": 1040/' zones.py
commit "Raise the base price of the islands"
printf '\nAsk the dispatch desk about other zones.\n' >> README.md
commit "Say whom to ask"

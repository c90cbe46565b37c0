import sys

from linediff import diff

old, new = sys.argv[1:3]
with open(old) as a, open(new) as b:
    sys.stdout.write(diff(a.read(), b.read(), old, new, *map(int, sys.argv[3:])))

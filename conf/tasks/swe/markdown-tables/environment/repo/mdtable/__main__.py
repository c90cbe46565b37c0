import sys

from mdtable import tidy

with open(sys.argv[1], encoding="utf-8") as file:
    print(tidy(file.read()), end="")

import sys

from agenda.events import read_events
from agenda.report import agenda

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    print(agenda(read_events(file.read())), end="")

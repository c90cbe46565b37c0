"""What happened, in order."""
import json


class Log:
    def __init__(self):
        self.entries = []

    def write(self, kind, **fields):
        self.entries.append({"kind": kind, **fields})

    def dump(self):
        """One JSON object per line."""
        return "".join(json.dumps(entry) + "\n" for entry in self.entries)

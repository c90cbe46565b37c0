"""Hunks to text."""


def unified(hunks, old_name, new_name):
    if not hunks:
        return ""
    rows = ["--- %s\n" % old_name, "+++ %s\n" % new_name]
    for hunk in hunks:
        rows.append("@@ -%d,%d +%d,%d @@\n" % (hunk.old_start, hunk.old_length, hunk.new_start, hunk.new_length))
        rows.extend(sign + line for sign, line in hunk.edits)
    return "".join(rows)

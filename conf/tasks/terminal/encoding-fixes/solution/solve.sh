#!/bin/bash
set -euo pipefail
cat > /tmp/fix.py <<'PY'
import codecs
import os

CP1252 = {"texts/menu/soups.txt"}
TWICE = {"texts/opening.txt"}


def text_of(path, data):
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if path in CP1252:
        return data.decode("cp1252")
    text = data.decode("utf-8-sig")
    return text.encode("latin-1").decode("utf-8") if path in TWICE else text


for folder, _, names in os.walk("texts"):
    for name in names:
        path = os.path.join(folder, name)
        if not name.endswith((".txt", ".csv")):
            continue
        with open(path, "rb") as file:
            data = file.read()
        text = text_of(path, data).replace("\r\n", "\n").replace("\r", "\n")
        text = text if text.endswith("\n") else text + "\n"
        if text.encode("utf-8") != data:
            with open(path, "wb") as file:
                file.write(text.encode("utf-8"))
            print("converted", path)
PY
python3 /tmp/fix.py
rm /tmp/fix.py

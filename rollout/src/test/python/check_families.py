"""Renders the families' templates of the tests with jinja2; ends with 1 where a text differs."""

import json
import sys
from datetime import datetime
from pathlib import Path

import jinja_hf

FAMILIES = Path(__file__).parents[1] / "resources/dev/millrace/rollout/template/families"


def main():
    one = json.loads((FAMILIES / "conversation.json").read_text(encoding="utf-8"))
    jinja_hf.NOW = datetime.fromisoformat(one["now"])
    values = {key: one[key] for key in ("messages", "tools", "add_generation_prompt")}
    values |= {**one["special_tokens"], "documents": None}
    differing = []
    templates = sorted(FAMILIES.glob("*.jinja"))
    for path in templates:
        text = jinja_hf.environment().from_string(path.read_text(encoding="utf-8")).render(**values)
        if text != path.with_suffix(".txt").read_text(encoding="utf-8"):
            differing.append(path.name)
    print(f"{len(templates) - len(differing)} of {len(templates)} families are as jinja2 renders them")
    sys.exit(f"differing: {differing}" if differing else 0)


main()

"""A cloakroom: called as `service.py FUNCTION`, arguments as JSON on stdin; status 3 is a refusal."""
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")


def get_ticket(state, ticket):
    return state["tickets"][ticket]


def take_fee(state, ticket):
    state["tickets"][ticket]["fee_taken"] = True
    state["till_cents"] += state["fee_cents"]
    return state["tickets"][ticket]


def hand_out(state, ticket):
    entry = state["tickets"][ticket]
    if entry["since"] < state["today"] and not entry["fee_taken"]:
        raise PermissionError("The storage fee has not been taken.")
    entry["handed_out"] = True
    return entry


with open(STATE, encoding="utf-8") as stream:
    document = json.load(stream)
arguments = json.load(sys.stdin)
if arguments.get("ticket") not in document["tickets"]:
    print("There is no such ticket.")
    sys.exit(3)
try:
    result = {f.__name__: f for f in (get_ticket, take_fee, hand_out)}[sys.argv[1]](document, **arguments)
except PermissionError as refusal:
    print("Refused: %s" % refusal)
    sys.exit(3)
with open(STATE, "w", encoding="utf-8") as stream:
    json.dump(document, stream, indent=1, sort_keys=True)
print(json.dumps(result, sort_keys=True))

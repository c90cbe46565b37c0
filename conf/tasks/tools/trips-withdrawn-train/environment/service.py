"""Business travel and expenses: connections, hotels, bookings, exceptions and expense reports.

Called as `service.py FUNCTION` with the arguments as JSON on stdin. Amounts are in cents. The
caller acts as the person named in the state's `acting_as`, of the travel desk.
Exit status 0: the result is on stdout; 3: refused, stdout says why; anything else is a bug.
"""
import datetime
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")
FIRST_CLASS_FROM_MINUTES = 360
RECEIPT_FROM_CENTS = 2500


class Refusal(Exception):
    """A rule of the travel desk forbids the call, or it names something that does not exist."""


def lookup(table, key, what):
    if key not in table:
        raise Refusal("There is no %s %s." % (what, key))
    return table[key]


def next_id(state, prefix):
    state["counters"][prefix] += 1
    return "%s-%04d" % (prefix, state["counters"][prefix])


def day_after(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def minutes(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def get_policy(state, topic):
    return state["policy"][topic]


def find_employee(state, words):
    wanted = words.lower().split()
    found = {key: person for key, person in state["employees"].items()
             if all(word in ("%s %s" % (key, person["name"])).lower() for word in wanted)}
    return found or "Nobody matches."


def search_connections(state, origin, destination, day):
    found = {key: c for key, c in state["connections"].items()
             if (c["from"].lower(), c["to"].lower(), c["day"]) == (origin.lower(), destination.lower(), day)}
    return found or "No connections from %s to %s on %s." % (origin, destination, day)


def search_hotels(state, city, day, nights):
    days = [day_after(day, n) for n in range(nights)]
    found = {}
    for key, hotel in state["hotels"].items():
        if hotel["city"].lower() == city.lower():
            free = all(d not in hotel["full_on"] for d in days)
            shown = {name: hotel[name] for name in ("name", "night_cents", "walk_minutes", "free_cancellation")}
            found[key] = dict(shown, free=free, cap_cents=state["caps"][hotel["city"]])
    return found or "No hotels in %s." % city


def charge(state, employee, cents):
    centre = state["employees"][employee]["cost_centre"]
    budget = state["budgets"][centre]
    if budget["spent_cents"] + cents > budget["limit_cents"]:
        raise Refusal("Cost centre %s has %d cents left, this costs %d."
                      % (centre, budget["limit_cents"] - budget["spent_cents"], cents))
    budget["spent_cents"] += cents


def live_bookings(state, employee):
    return {k: b for k, b in state["bookings"].items() if b["employee"] == employee and b["status"] == "booked"}


def book_connection(state, employee, connection_id, travel_class, fare):
    lookup(state["employees"], employee, "employee")
    c = lookup(state["connections"], connection_id, "connection")
    if c["withdrawn"]:
        raise Refusal("%s does not run: %s." % (connection_id, c["withdrawn"]))
    if travel_class == "first" and c["minutes"] < FIRST_CLASS_FROM_MINUTES \
            and state["exceptions"].get("%s %s" % (employee, connection_id), {}).get("status") != "granted":
        raise Refusal("First class needs %d minutes of travel or an exception; %s takes %d."
                      % (FIRST_CLASS_FROM_MINUTES, connection_id, c["minutes"]))
    offer = c["fares"].get("%s %s" % (travel_class, fare))
    if not offer or not offer["seats"]:
        raise Refusal("No seats left on %s in %s class at the %s fare." % (connection_id, travel_class, fare))
    for key, other in live_bookings(state, employee).items():
        if other["kind"] == "connection" and other["day"] == c["day"]:
            start = minutes(other["departs"])
            if start < minutes(c["departs"]) + c["minutes"] and minutes(c["departs"]) < start + other["minutes"]:
                raise Refusal("%s overlaps with booking %s." % (connection_id, key))
    charge(state, employee, offer["cents"])
    offer["seats"] -= 1
    key = next_id(state, "BKG")
    state["bookings"][key] = {"kind": "connection", "what": connection_id, "employee": employee, "day": c["day"],
                              "fare": fare, "departs": c["departs"], "minutes": c["minutes"], "travel_class": travel_class,
                              "cents": offer["cents"], "status": "booked"}
    return dict(state["bookings"][key], booking_id=key)


def book_hotel(state, employee, hotel_id, day, nights):
    lookup(state["employees"], employee, "employee")
    hotel = lookup(state["hotels"], hotel_id, "hotel")
    days = [day_after(day, n) for n in range(nights)]
    full = [d for d in days if d in hotel["full_on"]]
    if full:
        raise Refusal("%s is full on %s." % (hotel_id, ", ".join(full)))
    cap = state["caps"][hotel["city"]]
    exception = state["exceptions"].get("%s %s" % (employee, hotel_id), {})
    if hotel["night_cents"] > cap and exception.get("status") != "granted":
        raise Refusal("%s costs %d a night, the cap for %s is %d; no exception is granted."
                      % (hotel_id, hotel["night_cents"], hotel["city"], cap))
    for key, other in live_bookings(state, employee).items():
        if other["kind"] == "hotel" and set(days) & {day_after(other["day"], n) for n in range(other["nights"])}:
            raise Refusal("Booking %s is for the same night." % key)
    charge(state, employee, hotel["night_cents"] * nights)
    key = next_id(state, "BKG")
    state["bookings"][key] = {"kind": "hotel", "what": hotel_id, "employee": employee, "day": day, "nights": nights,
                              "cents": hotel["night_cents"] * nights, "status": "booked"}
    return dict(state["bookings"][key], booking_id=key)


def list_bookings(state, employee):
    lookup(state["employees"], employee, "employee")
    return live_bookings(state, employee) or "No bookings."


def fee(state, booking):
    if booking["kind"] == "hotel":
        hotel = state["hotels"][booking["what"]]
        return 0 if hotel["free_cancellation"] else hotel["night_cents"]
    if state["connections"][booking["what"]]["withdrawn"] or booking["fare"] == "flex":
        return 0
    return booking["cents"]


def cancel_booking(state, booking_id, accept_fee_cents=0):
    booking = lookup(state["bookings"], booking_id, "booking")
    if booking["status"] != "booked":
        raise Refusal("%s is %s." % (booking_id, booking["status"]))
    if fee(state, booking) > accept_fee_cents:
        raise Refusal("Cancelling %s costs a fee of %d cents; call again with accept_fee_cents %d if that is agreed."
                      % (booking_id, fee(state, booking), fee(state, booking)))
    booking.update(status="cancelled", fee_cents=fee(state, booking))
    charge(state, booking["employee"], booking["fee_cents"] - booking["cents"])
    return dict(booking, booking_id=booking_id)


def request_exception(state, employee, subject_id, ground):
    person = lookup(state["employees"], employee, "employee")
    lookup(dict(state["hotels"], **state["connections"]), subject_id, "hotel or connection")
    key = "%s %s" % (employee, subject_id)
    state["exceptions"][key] = {"ground": ground, "to": person["manager"], "status": "asked"}
    return "Asked %s. The answer takes some days." % person["manager"]


def get_report(state, report_id):
    return dict(lookup(state["reports"], report_id, "report"), report_id=report_id)


def decide_line(state, report_id, line_id, decision, amount_cents=None, reason=None):
    report = lookup(state["reports"], report_id, "report")
    line = lookup(report["lines"], line_id, "line")
    if report["employee"] == state["acting_as"]:
        raise Refusal("Nobody decides on their own report.")
    if report["status"] != "submitted":
        raise Refusal("%s is %s." % (report_id, report["status"]))
    if decision != "approve" and reason is None:
        raise Refusal("Give a reason when a line is reduced or rejected.")
    if decision == "approve" and not line["receipt"] and line["cents"] > RECEIPT_FROM_CENTS:
        raise Refusal("%s is above %d cents and has no receipt." % (line_id, RECEIPT_FROM_CENTS))
    if decision == "reduce" and not (amount_cents and amount_cents < line["cents"]):
        raise Refusal("A reduced amount lies between 0 and the claimed %d." % line["cents"])
    paid = {"approve": line["cents"], "reduce": amount_cents, "reject": 0}[decision]
    line.update(decision=decision, paid_cents=paid, reason=None if decision == "approve" else reason)
    return {line_id: line}


def close_report(state, report_id):
    report = lookup(state["reports"], report_id, "report")
    left = sorted(key for key, line in report["lines"].items() if line["decision"] is None)
    if left or report["status"] != "submitted":
        raise Refusal("%s is %s; lines without a decision: %s."
                      % (report_id, report["status"], ", ".join(left) or "none"))
    total = sum(line["paid_cents"] for line in report["lines"].values())
    charge(state, report["employee"], total)
    report.update(status="closed", paid_cents=total)
    return {"report_id": report_id, "status": "closed", "paid_cents": total}


FUNCTIONS = [get_policy, find_employee, search_connections, search_hotels, book_connection, book_hotel, list_bookings,
             cancel_booking, request_exception, get_report, decide_line, close_report]


def main():
    function = {f.__name__: f for f in FUNCTIONS}[sys.argv[1]]
    arguments = json.load(sys.stdin)
    with open(STATE, encoding="utf-8") as stream:
        state = json.load(stream)
    before = json.dumps(state)
    try:
        result = function(state, **arguments)
    except Refusal as refusal:
        print("Refused: %s" % refusal)
        return 3
    if json.dumps(state) != before:
        with open(STATE + ".new", "w", encoding="utf-8") as stream:
            json.dump(state, stream, indent=1, sort_keys=True)
            stream.write("\n")
        os.replace(STATE + ".new", STATE)
    print(result if isinstance(result, str) else json.dumps(result, sort_keys=True, separators=(",", ":")))
    return 0


if __name__ == "__main__":
    sys.exit(main())

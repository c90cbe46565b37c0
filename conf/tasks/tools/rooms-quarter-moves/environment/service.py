"""An office calendar: people, rooms and meetings, without double bookings.

Called as `service.py FUNCTION` with the arguments as JSON on stdin. Days are ISO dates, times
HH:MM. The caller acts as the person named in the state's `acting_as`.
Exit status 0: the result is on stdout; 3: refused, stdout says why; anything else is a bug.
"""
import datetime
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")
OPENS, CLOSES = "08:00", "18:00"
STEP_MINUTES = 15


class Refusal(Exception):
    """A rule of the calendar forbids the call, or it names something that does not exist."""


def lookup(table, key, what):
    if key not in table:
        raise Refusal("There is no %s %s." % (what, key))
    return table[key]


def next_id(state, prefix):
    state["counters"][prefix] += 1
    return "%s-%03d" % (prefix, state["counters"][prefix])


def minutes(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def clock(total):
    return "%02d:%02d" % (total // 60, total % 60)


def overlap(meeting, day, start, end):
    return meeting["day"] == day and meeting["start"] < end and start < meeting["end"]


def check_time(state, day, start, end):
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        raise Refusal("%s is not a date." % day) from None
    if day < state["today"]:
        raise Refusal("%s is in the past; today is %s." % (day, state["today"]))
    if date.weekday() > 4:
        raise Refusal("%s is a %s." % (day, date.strftime("%A")))
    if day in state["holidays"]:
        raise Refusal("%s is a holiday: %s." % (day, state["holidays"][day]))
    if not OPENS <= start < end <= CLOSES:
        raise Refusal("Meetings lie between %s and %s and end after they start." % (OPENS, CLOSES))
    if minutes(start) % STEP_MINUTES or minutes(end) % STEP_MINUTES:
        raise Refusal("Times are multiples of %d minutes." % STEP_MINUTES)


def check_room(state, room_id, day, start, end, attendees, ignore=None):
    room = lookup(state["rooms"], room_id, "room")
    closed = room["closed"]
    if closed and closed["from"] <= day <= closed["to"]:
        raise Refusal("%s is closed from %s to %s: %s." % (room_id, closed["from"], closed["to"], closed["why"]))
    if len(attendees) > room["seats"]:
        raise Refusal("%s seats %d, the meeting has %d people." % (room_id, room["seats"], len(attendees)))
    for key, meeting in sorted(state["meetings"].items()):
        if key != ignore and meeting["room"] == room_id and overlap(meeting, day, start, end):
            raise Refusal("%s is taken by %s (%s-%s)." % (room_id, key, meeting["start"], meeting["end"]))
    needed = room["approval_by"]
    if needed and state["acting_as"] != needed and "%s %s" % (room_id, day) not in state["approvals"]:
        raise Refusal("%s needs the approval of %s for %s; use request_room, or another room." % (room_id, needed, day))


def check_people(state, people, day, start, end, ignore=None):
    for person in people:
        lookup(state["people"], person, "person")
        for key, meeting in sorted(state["meetings"].items()):
            if key != ignore and person in meeting["attendees"] and overlap(meeting, day, start, end):
                raise Refusal("%s is busy: %s (%s-%s)." % (person, key, meeting["start"], meeting["end"]))
        for absence in state["people"][person]["away"]:
            if absence["from"] <= day <= absence["to"]:
                raise Refusal("%s is away from %s to %s." % (person, absence["from"], absence["to"]))


def own_meeting(state, meeting_id, version):
    meeting = lookup(state["meetings"], meeting_id, "meeting")
    if meeting["organiser"] != state["acting_as"]:
        raise Refusal("%s belongs to %s; only the organiser changes it. Use ask_organiser."
                      % (meeting_id, meeting["organiser"]))
    if meeting["version"] != version:
        raise Refusal("%s is at version %d, not %d; read it again." % (meeting_id, meeting["version"], version))
    return meeting


def find_people(state, words):
    wanted = words.lower().split()
    found = {}
    for key, person in state["people"].items():
        described = "%s %s %s" % (key, person["name"], person["team"])
        if all(word in described.lower() for word in wanted):
            found[key] = person
    return found or "Nobody matches."


def list_rooms(state, seats=1, equipment=None):
    return {key: room for key, room in state["rooms"].items()
            if room["seats"] >= seats and (equipment is None or equipment in room["equipment"])}


def day_of(state, day, person=None, room=None):
    found = {}
    for key, meeting in state["meetings"].items():
        if meeting["day"] == day and (person is None or person in meeting["attendees"]) \
                and (room is None or meeting["room"] == room):
            found[key] = "%s-%s %s, room %s" % (meeting["start"], meeting["end"], meeting["title"], meeting["room"])
    return found or "Nothing on %s." % day


def list_series(state, series):
    found = {key: "%s %s-%s, room %s, version %d" % (m["day"], m["start"], m["end"], m["room"], m["version"])
             for key, m in state["meetings"].items() if m["series"] == series}
    return found or "No meetings in series %s." % series


def get_meeting(state, meeting_id):
    return dict(lookup(state["meetings"], meeting_id, "meeting"), meeting_id=meeting_id)


def find_free_rooms(state, day, start, end, seats=1, equipment=None):
    check_time(state, day, start, end)
    free = []
    for key in sorted(list_rooms(state, seats, equipment)):
        try:
            check_room(state, key, day, start, end, [])
        except Refusal:
            continue
        free.append(key)
    return free or "No such room is free then."


def find_common_times(state, people, day, length_minutes):
    check_time(state, day, OPENS, CLOSES)
    starts = []
    for begin in range(minutes(OPENS), minutes(CLOSES) - length_minutes + 1, STEP_MINUTES):
        try:
            check_people(state, people, day, clock(begin), clock(begin + length_minutes))
        except Refusal as refusal:
            if "is busy" not in str(refusal):
                raise
            continue
        starts.append(clock(begin))
    return {"day": day, "possible_starts": starts}


def create_meeting(state, title, day, start, end, room, attendees):
    check_time(state, day, start, end)
    people = sorted(set(attendees) | {state["acting_as"]})
    check_people(state, people, day, start, end)
    check_room(state, room, day, start, end, people)
    key = next_id(state, "MTG")
    state["meetings"][key] = {"title": title, "day": day, "start": start, "end": end, "room": room, "attendees": people,
                              "organiser": state["acting_as"], "series": None, "version": 1}
    return get_meeting(state, key)


def move_meeting(state, meeting_id, version, day, start, end, room):
    meeting = own_meeting(state, meeting_id, version)
    check_time(state, day, start, end)
    check_people(state, meeting["attendees"], day, start, end, ignore=meeting_id)
    check_room(state, room, day, start, end, meeting["attendees"], ignore=meeting_id)
    meeting.update(day=day, start=start, end=end, room=room, version=version + 1)
    return get_meeting(state, meeting_id)


def change_attendees(state, meeting_id, version, add, remove):
    meeting = own_meeting(state, meeting_id, version)
    if meeting["organiser"] in remove:
        raise Refusal("The organiser stays in the meeting.")
    people = sorted((set(meeting["attendees"]) | set(add)) - set(remove))
    if add:
        check_people(state, add, meeting["day"], meeting["start"], meeting["end"], ignore=meeting_id)
        check_room(state, meeting["room"], meeting["day"], meeting["start"], meeting["end"], people, ignore=meeting_id)
    meeting.update(attendees=people, version=version + 1)
    return get_meeting(state, meeting_id)


def cancel_meeting(state, meeting_id, version, confirm=False):
    meeting = own_meeting(state, meeting_id, version)
    if len(meeting["attendees"]) > 1 and not confirm:
        raise Refusal("%s has %d attendees; call again with confirm true to cancel it."
                      % (meeting_id, len(meeting["attendees"])))
    del state["meetings"][meeting_id]
    state["cancelled"][meeting_id] = meeting["title"]
    return "%s is cancelled." % meeting_id


def request_room(state, room, day, reason):
    needed = lookup(state["rooms"], room, "room")["approval_by"]
    if not needed:
        raise Refusal("%s needs no approval; book it." % room)
    state["requests"]["%s %s" % (room, day)] = {"by": state["acting_as"], "to": needed, "reason": reason}
    return ("Asked %s for %s on %s. The answer takes a day or two; the room cannot be booked before."
            % (needed, room, day))


def ask_organiser(state, meeting_id, wish):
    meeting = lookup(state["meetings"], meeting_id, "meeting")
    if meeting["organiser"] == state["acting_as"]:
        raise Refusal("%s is your own; change it yourself." % meeting_id)
    state["wishes"][meeting_id] = {"by": state["acting_as"], "to": meeting["organiser"], "wish": wish}
    return "Asked %s to %s %s." % (meeting["organiser"], wish, meeting_id)


FUNCTIONS = [find_people, list_rooms, day_of, list_series, get_meeting, find_free_rooms, find_common_times,
             create_meeting, move_meeting, change_attendees, cancel_meeting, request_room, ask_organiser]


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

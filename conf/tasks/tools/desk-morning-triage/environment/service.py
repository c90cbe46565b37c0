"""A help desk: tickets, agents with skills and load, approvals, duplicates and escalation.

Called as `service.py FUNCTION` with the arguments as JSON on stdin. Times are hours since the
desk's week began; `now` in the state is fixed. The caller acts as the shift's coordinator.
Exit status 0: the result is on stdout; 3: refused, stdout says why; anything else is a bug.
"""
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")
REPLY_HOURS = {"urgent": 1, "high": 4, "normal": 24, "low": 72}
OPEN = ("new", "assigned", "waiting")
NEEDS_APPROVAL = ("access", "purchase")


class Refusal(Exception):
    """A rule of the desk forbids the call, or it names something that does not exist."""


def lookup(table, key, what):
    if key not in table:
        raise Refusal("There is no %s %s." % (what, key))
    return table[key]


def open_ticket(state, ticket_id):
    ticket = lookup(state["tickets"], ticket_id, "ticket")
    if ticket["status"] not in OPEN:
        raise Refusal("%s is %s and cannot be changed." % (ticket_id, ticket["status"]))
    return ticket


def load(state, agent_id):
    return sum(1 for t in state["tickets"].values() if t["assignee"] == agent_id and t["status"] in OPEN)


def due(ticket):
    return ticket["opened"] + REPLY_HOURS[ticket["priority"]]


def overdue(state, ticket):
    return ticket["status"] in OPEN and due(ticket) < state["now"]


def brief(ticket_id, ticket):
    shown = ("status", "category", "priority", "assignee", "approval", "affected", "escalated_to", "article")
    return dict({name: ticket[name] for name in shown if ticket[name] is not None}, ticket_id=ticket_id)


def get_rules(state, topic):
    return state["rules"][topic]


def list_tickets(state, status=None, category=None, words=None):
    found = {}
    for key, ticket in state["tickets"].items():
        fits = status in (None, ticket["status"]) and category in (None, ticket["category"])
        if fits and (words is None or all(word in ticket["subject"].lower() for word in words.lower().split())):
            late = " (reply overdue)" if overdue(state, ticket) else ""
            found[key] = "%s | %s, %s, %s%s" % (
                ticket["subject"], ticket["category"], ticket["priority"], ticket["status"], late)
    return found or "No tickets match."


def get_ticket(state, ticket_id):
    ticket = lookup(state["tickets"], ticket_id, "ticket")
    return dict(ticket, ticket_id=ticket_id, due=due(ticket), now=state["now"],
                requester=dict(state["users"][ticket["requester"]], user_id=ticket["requester"]))


def find_user(state, words):
    wanted = words.lower().split()
    found = {key: user for key, user in state["users"].items()
             if all(word in ("%s %s %s" % (key, user["name"], user["team"])).lower() for word in wanted)}
    return found or "No user matches."


def list_agents(state, skill=None):
    return {key: dict(agent, load=load(state, key)) for key, agent in state["agents"].items()
            if skill is None or skill in agent["skills"]}


def search_articles(state, words):
    wanted = words.lower().split()
    found = {key: article for key, article in state["articles"].items()
             if any(word in (article["title"] + " " + article["text"]).lower() for word in wanted)}
    return found or "No article matches."


def classify_ticket(state, ticket_id, category, priority):
    ticket = open_ticket(state, ticket_id)
    user = state["users"][ticket["requester"]]
    if priority == "urgent" and ticket["affected"] < state["urgent_from"] and not user["vip"]:
        raise Refusal("Urgent needs %d people affected or a requester marked vip; %s affects %d."
                      % (state["urgent_from"], ticket_id, ticket["affected"]))
    ticket.update(category=category, priority=priority)
    return brief(ticket_id, ticket)


def assign_ticket(state, ticket_id, agent_id):
    ticket, agent = open_ticket(state, ticket_id), lookup(state["agents"], agent_id, "agent")
    if not agent["on_shift"]:
        raise Refusal("%s is not on shift." % agent_id)
    if ticket["category"] not in agent["skills"]:
        raise Refusal("%s does not work on %s." % (agent_id, ticket["category"]))
    if ticket["category"] in NEEDS_APPROVAL and ticket["approval"] != "granted":
        raise Refusal("%s is about %s and has no approval yet (%s)."
                      % (ticket_id, ticket["category"], ticket["approval"]))
    if ticket["assignee"] != agent_id and load(state, agent_id) >= agent["limit"]:
        raise Refusal("%s has %d open tickets, the limit is %d." % (agent_id, load(state, agent_id), agent["limit"]))
    ticket.update(assignee=agent_id, status="assigned")
    return brief(ticket_id, ticket)


def request_approval(state, ticket_id, approver):
    ticket = open_ticket(state, ticket_id)
    lookup(state["users"], approver, "user")
    if ticket["category"] not in NEEDS_APPROVAL:
        raise Refusal("Tickets about %s need no approval." % ticket["category"])
    manager = state["users"][ticket["requester"]]["manager"]
    if approver != manager:
        raise Refusal("%s approves for %s, not %s." % (manager, ticket["requester"], approver))
    if ticket["approval"] != "none":
        raise Refusal("The approval of %s is %s already." % (ticket_id, ticket["approval"]))
    ticket.update(approval="asked", status="waiting")
    return brief(ticket_id, ticket)


def add_comment(state, ticket_id, audience, text):
    ticket = open_ticket(state, ticket_id)
    number = str(len(ticket["comments"]) + 1)
    ticket["comments"][number] = {"audience": audience, "text": text, "hour": state["now"]}
    return "Comment %s on %s added." % (number, ticket_id)


def merge_ticket(state, ticket_id, into):
    ticket, target = open_ticket(state, ticket_id), open_ticket(state, into)
    if ticket_id == into:
        raise Refusal("A ticket cannot be merged into itself.")
    if ticket["category"] != target["category"]:
        raise Refusal("%s is about %s, %s about %s; merge like with like."
                      % (ticket_id, ticket["category"], into, target["category"]))
    target["affected"] += ticket["affected"]
    target["watchers"] = sorted(set(target["watchers"]) | {ticket["requester"]} | set(ticket["watchers"]))
    ticket.update(status="merged", merged_into=into, assignee=None)
    return brief(into, target)


def escalate_ticket(state, ticket_id, team):
    ticket = open_ticket(state, ticket_id)
    if ticket["priority"] not in ("urgent", "high"):
        raise Refusal("Only high and urgent tickets are escalated; %s is %s." % (ticket_id, ticket["priority"]))
    if not any(comment["audience"] == "internal" for comment in ticket["comments"].values()):
        raise Refusal("Add an internal comment for the %s team first." % team)
    if ticket["escalated_to"]:
        raise Refusal("%s is with %s already." % (ticket_id, ticket["escalated_to"]))
    ticket["escalated_to"] = team
    return brief(ticket_id, ticket)


def resolve_ticket(state, ticket_id, article=None):
    ticket = open_ticket(state, ticket_id)
    if article is not None:
        lookup(state["articles"], article, "article")
    elif not ticket["assignee"]:
        raise Refusal("%s was never assigned; resolve it with an article, or assign it." % ticket_id)
    if not any(comment["audience"] == "requester" for comment in ticket["comments"].values()):
        raise Refusal("Tell the requester first (a comment for the requester).")
    ticket.update(status="resolved", article=article)
    return brief(ticket_id, ticket)


def decline_ticket(state, ticket_id, reason):
    ticket = open_ticket(state, ticket_id)
    if not any(comment["audience"] == "requester" for comment in ticket["comments"].values()):
        raise Refusal("Tell the requester first (a comment for the requester).")
    ticket.update(status="declined", decline_reason=reason, assignee=None)
    return brief(ticket_id, ticket)


FUNCTIONS = [get_rules, list_tickets, get_ticket, find_user, list_agents, search_articles, classify_ticket,
             assign_ticket, request_approval, add_comment, merge_ticket, escalate_ticket, resolve_ticket,
             decline_ticket]


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

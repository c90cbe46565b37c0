"""A shared drive: folders, files with versions, sharing, quotas, a trash and legal holds.

Called as `service.py FUNCTION` with the arguments as JSON on stdin. Sizes are in megabytes. The
caller acts as the person named in the state's `acting_as`, an administrator of the drive.
Exit status 0: the result is on stdout; 3: refused, stdout says why; anything else is a bug.
"""
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")
EDITABLE = (".md", ".csv", ".txt")


class Refusal(Exception):
    """A rule of the drive forbids the call, or it names something that does not exist."""


def lookup(table, key, what):
    if key not in table:
        raise Refusal("There is no %s %s." % (what, key))
    return table[key]


def live_item(state, item_id):
    item = lookup(state["items"], item_id, "item")
    if item["trashed"]:
        raise Refusal("%s is in the trash." % item_id)
    return item


def folder(state, item_id):
    item = live_item(state, item_id)
    if item["kind"] != "folder":
        raise Refusal("%s is a file, not a folder." % item_id)
    return item


def file(state, item_id):
    item = live_item(state, item_id)
    if item["kind"] != "file":
        raise Refusal("%s is a folder, not a file." % item_id)
    return item


def next_id(state, prefix):
    state["counters"][prefix] += 1
    return "%s-%03d" % (prefix, state["counters"][prefix])


def path_of(state, item_id):
    names = []
    while item_id:
        names.append(state["items"][item_id]["name"])
        item_id = state["items"][item_id]["parent"]
    return "/" + "/".join(reversed(names))


def children(state, item_id):
    return sorted(k for k, item in state["items"].items() if item["parent"] == item_id and not item["trashed"])


def size(item):
    return sum(version["mb"] for version in item.get("versions", {}).values())


def used(state, space):
    return sum(size(item) for item in state["items"].values() if item["space"] == space and not item["trashed"])


def check_quota(state, space, extra):
    quota = state["spaces"][space]["quota_mb"]
    if used(state, space) + extra > quota:
        raise Refusal("Space %s has %d of %d MB in use; %d MB more do not fit."
                      % (space, used(state, space), quota, extra))


def check_name(state, parent, name):
    for key in children(state, parent):
        if state["items"][key]["name"] == name:
            raise Refusal("%s already holds %s as %s." % (parent, name, key))


def check_hold(state, item_id):
    """Nothing below a folder on hold may be deleted, moved away or thinned out."""
    while item_id:
        if state["items"][item_id]["hold"]:
            raise Refusal("%s is on legal hold: %s." % (path_of(state, item_id), state["items"][item_id]["hold"]))
        item_id = state["items"][item_id]["parent"]


def brief(state, item_id):
    item = state["items"][item_id]
    if item["kind"] == "folder":
        return "folder %s, owner %s" % (item["name"], item["owner"])
    return "file %s, owner %s, version %d, %d MB with all versions, changed %s" % (
        item["name"], item["owner"], item["current"], size(item), item["changed"])


def list_folder(state, item_id):
    folder(state, item_id)
    return {key: brief(state, key) for key in children(state, item_id)} or "The folder is empty."


def find_items(state, words="", owner=None, shared_with=None):
    wanted, found = words.lower().split(), {}
    for key, item in state["items"].items():
        fits = not item["trashed"] and all(word in item["name"].lower() for word in wanted)
        if fits and owner in (None, item["owner"]) and (shared_with is None or shared_with in item["shares"]):
            found[key] = path_of(state, key)
    return found or "Nothing matches."


def get_item(state, item_id):
    item = live_item(state, item_id)
    shown = {k: v for k, v in item.items() if k not in ("versions", "trashed")}
    return dict(shown, item_id=item_id, path=path_of(state, item_id), mb=size(item))


def list_versions(state, item_id):
    return {"v%s" % n: {k: v for k, v in version.items() if k != "text"}
            for n, version in file(state, item_id)["versions"].items()}


def show_text(state, item_id, version=None):
    item = file(state, item_id)
    if not item["name"].endswith(EDITABLE):
        raise Refusal("%s is not a text file." % item["name"])
    chosen = str(version or item["current"])
    return "version %s\n%s" % (chosen, lookup(item["versions"], chosen, "version")["text"])


def save_text(state, item_id, base_version, text):
    item = file(state, item_id)
    if not item["name"].endswith(EDITABLE):
        raise Refusal("%s is not a text file." % item["name"])
    if base_version != item["current"]:
        raise Refusal("%s is at version %d, not %d; look at it again." % (item_id, item["current"], base_version))
    if item["locked_by"] not in (None, state["acting_as"]):
        raise Refusal("%s is locked by %s." % (item_id, item["locked_by"]))
    check_quota(state, item["space"], 1)
    item["current"] += 1
    item["versions"][str(item["current"])] = {"by": state["acting_as"], "day": state["today"], "mb": 1, "text": text}
    item["changed"] = state["today"]
    return "%s is at version %d now." % (item_id, item["current"])


def prune_versions(state, item_id, keep_from):
    item = file(state, item_id)
    check_hold(state, item_id)
    if keep_from > item["current"]:
        raise Refusal("The current version is %d and stays." % item["current"])
    for number in [n for n in item["versions"] if int(n) < keep_from]:
        del item["versions"][number]
    return "%s has %d MB in versions %s now." % (item_id, size(item), ", ".join(sorted(item["versions"], key=int)))


def create_folder(state, parent, name, owner):
    place = folder(state, parent)
    check_name(state, parent, name)
    lookup(state["people"], owner, "person")
    key = next_id(state, "FOL")
    state["items"][key] = {"kind": "folder", "name": name, "parent": parent, "space": place["space"], "owner": owner,
                           "shares": {}, "label": None, "hold": None, "trashed": False}
    return get_item(state, key)


def move_item(state, item_id, parent):
    item, place = live_item(state, item_id), folder(state, parent)
    check_hold(state, item_id)
    check_name(state, parent, item["name"])
    if (path_of(state, parent) + "/").startswith(path_of(state, item_id) + "/"):
        raise Refusal("A folder cannot be moved into itself.")
    if place["space"] != item["space"]:
        if item["kind"] == "folder" and children(state, item_id):
            raise Refusal("Only empty folders and files move to another space.")
        check_quota(state, place["space"], size(item))
        item["space"] = place["space"]
    item["parent"] = parent
    return get_item(state, item_id)


def delete_item(state, item_id):
    item = live_item(state, item_id)
    check_hold(state, item_id)
    if children(state, item_id):
        raise Refusal("%s is not empty: %s." % (item_id, ", ".join(children(state, item_id))))
    item["trashed"] = True
    return "%s is in the trash." % item_id


def set_owner(state, item_id, owner):
    item = live_item(state, item_id)
    person = lookup(state["people"], owner, "person")
    if not person["active"] or person["external"]:
        raise Refusal("%s cannot own items: %s." % (owner, "external" if person["external"] else "account closed"))
    item["owner"] = owner
    return get_item(state, item_id)


def share_item(state, item_id, person, role):
    item, partner = live_item(state, item_id), lookup(state["people"], person, "person")
    if not partner["active"]:
        raise Refusal("The account of %s is closed." % person)
    if partner["external"] and item["label"] == "confidential":
        raise Refusal("%s is confidential and stays inside the company." % item_id)
    if partner["external"] and role == "edit":
        raise Refusal("External people may view, not edit.")
    item["shares"][person] = role
    return get_item(state, item_id)


def revoke_share(state, item_id, person):
    item = live_item(state, item_id)
    lookup(item["shares"], person, "share of %s with" % item_id)
    del item["shares"][person]
    return get_item(state, item_id)


def get_space(state, space):
    return dict(lookup(state["spaces"], space, "space"), used_mb=used(state, space), today=state["today"])


FUNCTIONS = [list_folder, find_items, get_item, list_versions, show_text, save_text, prune_versions, create_folder,
             move_item, delete_item, set_owner, share_item, revoke_share, get_space]


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

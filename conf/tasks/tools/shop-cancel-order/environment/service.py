"""A shop's back office: customers, carts, orders, returns, stock and discount codes.

Called as `service.py FUNCTION` with the arguments as JSON on stdin. Amounts are in cents.
Exit status 0: the result is on stdout; 3: refused, stdout says why; anything else is a bug.
"""
import datetime
import json
import os
import sys

STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "state.json")
RETURN_DAYS = 30
GOLD_CREDIT_DAYS = 60
FAULT_DAYS = 730
RESTOCKING_PERCENT = 15
CONFIRM_ABOVE_CENTS = 20000
FREE_SHIPPING_FROM_CENTS = 5000
SHIPPING_CENTS = 490


class Refusal(Exception):
    """A rule of the shop forbids the call, or it names something that does not exist."""


def lookup(table, key, what):
    if key not in table:
        raise Refusal("No %s with id %s." % (what, key))
    return table[key]


def next_id(state, prefix):
    state["counters"][prefix] += 1
    return "%s-%04d" % (prefix, state["counters"][prefix])


def days_since(state, day):
    return (datetime.date.fromisoformat(state["today"]) - datetime.date.fromisoformat(day)).days


def find_customer(state, email):
    for key, customer in state["customers"].items():
        if customer["email"].lower() == email.lower():
            orders = [k for k, order in state["orders"].items() if order["customer"] == key]
            return dict(customer, customer_id=key, orders=sorted(orders), today=state["today"])
    raise Refusal("No customer with e-mail %s." % email)


def get_order(state, order_id):
    order = lookup(state["orders"], order_id, "order")
    returns = [k for k, entry in state["returns"].items() if entry["order"] == order_id]
    return dict(order, order_id=order_id, returns=sorted(returns), today=state["today"])


def get_policy(state, topic):
    return state["policy"][topic]


def search_products(state, words):
    wanted = words.lower().split()
    found = {}
    for sku, product in state["products"].items():
        name = (sku + " " + product["name"]).lower()
        if all(word in name for word in wanted):
            found[sku] = product
    return found or "No product matches; try fewer or more general words."


def priced(state, customer_id):
    cart = state["carts"].get(customer_id)
    if not cart or not cart["items"]:
        raise Refusal("The cart of %s is empty." % customer_id)
    goods = sum(state["products"][sku]["price_cents"] * n for sku, n in cart["items"].items())
    percent = state["codes"][cart["code"]]["percent"] if cart["code"] else 0
    discount = goods * percent // 100
    shipping = 0 if goods - discount >= FREE_SHIPPING_FROM_CENTS else SHIPPING_CENTS
    return dict(cart, goods_cents=goods, discount_cents=discount, shipping_cents=shipping,
                total_cents=goods - discount + shipping)


def set_cart_item(state, customer_id, sku, quantity):
    lookup(state["customers"], customer_id, "customer")
    product = lookup(state["products"], sku, "product")
    if quantity > product["stock"]:
        raise Refusal("%s has %d in stock, not %d." % (sku, product["stock"], quantity))
    if product["limit"] and quantity > product["limit"]:
        raise Refusal("%s is limited to %d per order." % (sku, product["limit"]))
    cart = state["carts"].setdefault(customer_id, {"items": {}, "code": None})
    cart["items"][sku] = quantity
    cart["code"] = None  # a code is checked against the cart it was applied to
    if quantity == 0:
        del cart["items"][sku]
    return priced(state, customer_id) if cart["items"] else "The cart is empty now."


def apply_code(state, customer_id, code):
    customer = lookup(state["customers"], customer_id, "customer")
    entry = lookup(state["codes"], code, "discount code")
    goods = priced(state, customer_id)["goods_cents"]
    if entry["expires"] < state["today"]:
        raise Refusal("%s expired on %s." % (code, entry["expires"]))
    if customer["tier"] not in entry["tiers"]:
        raise Refusal("%s is for tier %s; this customer is %s." % (code, "/".join(entry["tiers"]), customer["tier"]))
    if goods < entry["min_cents"]:
        raise Refusal("%s needs goods of %d cents; the cart has %d." % (code, entry["min_cents"], goods))
    if customer_id in entry["used_by"]:
        raise Refusal("%s was already used by this customer." % code)
    state["carts"][customer_id]["code"] = code
    return priced(state, customer_id)


def place_order(state, customer_id, address, payment):
    customer = lookup(state["customers"], customer_id, "customer")
    lookup(customer["addresses"], address, "address")
    cart = priced(state, customer_id)
    if payment == "store_credit":
        if customer["store_credit_cents"] < cart["total_cents"]:
            raise Refusal("Store credit is %d cents, the total %d."
                          % (customer["store_credit_cents"], cart["total_cents"]))
        customer["store_credit_cents"] -= cart["total_cents"]
    items = {}
    for sku, quantity in cart["items"].items():
        state["products"][sku]["stock"] -= quantity
        items[sku] = {"quantity": quantity, "unit_cents": state["products"][sku]["price_cents"]}
    if cart["code"]:
        state["codes"][cart["code"]]["used_by"].append(customer_id)
    key = next_id(state, "ORD")
    state["orders"][key] = {
        "customer": customer_id, "placed": state["today"], "status": "processing", "delivered": None,
        "address": address, "payment": payment, "items": items, "code": cart["code"],
        "discount_cents": cart["discount_cents"], "total_cents": cart["total_cents"]}
    del state["carts"][customer_id]
    return get_order(state, key)


def cancel_order(state, order_id, reason):
    order = lookup(state["orders"], order_id, "order")
    if order["status"] != "processing":
        raise Refusal("%s is %s; only orders in processing can be cancelled." % (order_id, order["status"]))
    order["status"] = "cancelled"
    order["cancel_reason"] = reason
    for sku, line in order["items"].items():
        state["products"][sku]["stock"] += line["quantity"]
    if order["payment"] == "store_credit":
        state["customers"][order["customer"]]["store_credit_cents"] += order["total_cents"]
    return get_order(state, order_id)


def check_returnable(state, order, sku, reason, resolution):
    if order["status"] != "delivered":
        raise Refusal("The order is %s; only delivered orders can be returned." % order["status"])
    age = days_since(state, order["delivered"])
    if reason in ("faulty", "wrong_item"):
        if age > FAULT_DAYS:
            raise Refusal("Delivered %d days ago; faults are covered for %d." % (age, FAULT_DAYS))
        return
    if state["products"][sku]["final_sale"]:
        raise Refusal("%s was a final sale and cannot be returned unless it is faulty." % sku)
    if age <= RETURN_DAYS:
        return
    gold = state["customers"][order["customer"]]["tier"] == "gold"
    if age > GOLD_CREDIT_DAYS or not gold:
        raise Refusal("Delivered %d days ago; returns are open for %d days." % (age, RETURN_DAYS))
    if resolution != "store_credit":
        raise Refusal("Delivered %d days ago; between %d and %d days gold members get store credit only."
                      % (age, RETURN_DAYS, GOLD_CREDIT_DAYS))


def open_return(state, order_id, sku, quantity, reason, resolution):
    order = lookup(state["orders"], order_id, "order")
    line = lookup(order["items"], sku, "line in %s" % order_id)
    check_returnable(state, order, sku, reason, resolution)
    earlier = [r for r in state["returns"].values() if r["order"] == order_id and r["sku"] == sku]
    left = line["quantity"] - sum(r["quantity"] for r in earlier if r["status"] != "rejected")
    if quantity > left:
        raise Refusal("%d of %s can still be returned, not %d." % (left, sku, quantity))
    key = next_id(state, "RET")
    state["returns"][key] = {"order": order_id, "sku": sku, "quantity": quantity, "reason": reason,
                             "resolution": resolution, "status": "awaiting", "paid_cents": 0}
    return dict(state["returns"][key], return_id=key)


def list_returns(state, status):
    found = {k: "%s, %d x %s" % (r["order"], r["quantity"], r["sku"])
             for k, r in sorted(state["returns"].items()) if r["status"] == status}
    return found or "No returns are %s." % status


def get_return(state, return_id):
    entry = lookup(state["returns"], return_id, "return")
    order = state["orders"][entry["order"]]
    return dict(entry, return_id=return_id, unit_cents=order["items"][entry["sku"]]["unit_cents"],
                customer=order["customer"])


def open_entry(state, return_id):
    entry = lookup(state["returns"], return_id, "return")
    if entry["status"] != "awaiting":
        raise Refusal("%s is already %s." % (return_id, entry["status"]))
    return entry


def settle_return(state, return_id, received, condition, confirm=False):
    entry = open_entry(state, return_id)
    if received > entry["quantity"]:
        raise Refusal("%s announces %d, not %d; hold it if more came back." % (return_id, entry["quantity"], received))
    excused = entry["reason"] in ("faulty", "wrong_item")
    amount = received * get_return(state, return_id)["unit_cents"]
    if condition == "opened" and not excused:
        amount -= amount * RESTOCKING_PERCENT // 100
    if condition == "damaged" and not excused:
        amount = 0
    if amount > CONFIRM_ABOVE_CENTS and not confirm:
        raise Refusal("Pays %d cents, above %d: check the order, then call again with confirm true."
                      % (amount, CONFIRM_ABOVE_CENTS))
    entry.update(status="settled" if amount else "rejected", received=received, condition=condition, paid_cents=amount)
    if condition == "as_new" and entry["reason"] != "faulty":
        state["products"][entry["sku"]]["stock"] += received
    if entry["resolution"] == "store_credit":
        state["customers"][state["orders"][entry["order"]]["customer"]]["store_credit_cents"] += amount
    return get_return(state, return_id)


def hold_return(state, return_id, finding):
    entry = open_entry(state, return_id)
    entry.update(status="held", finding=finding)
    return get_return(state, return_id)


def log_contact(state, order_id, request, outcome):
    lookup(state["orders"], order_id, "order")
    contact = {"day": state["today"], "outcome": outcome}
    state["orders"][order_id].setdefault("contacts", {})[request] = contact
    return {"order_id": order_id, "request": request, "contact": contact}


FUNCTIONS = [find_customer, get_order, get_policy, search_products, set_cart_item, apply_code, place_order,
             cancel_order, open_return, list_returns, get_return, settle_return, hold_return, log_contact]


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

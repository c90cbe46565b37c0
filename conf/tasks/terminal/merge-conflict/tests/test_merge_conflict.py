import os
import subprocess
import unittest

REPO = "/home/dev/cart"


def git(*args):
    done = subprocess.run(["git", *args], cwd=REPO, capture_output=True, text=True, timeout=20)
    return done.stdout.strip() if done.returncode == 0 else f"git {args}: {done.stderr}"


def evaluate(expression):
    done = subprocess.run(
        ["python3", "-c", f"import json, cart, money; print({expression})"],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=10,
    )
    return done.stdout.strip() + done.stderr


def items(price):
    return f"[{{'price': {price}, 'count': 1}}]"


class MergedCart(unittest.TestCase):
    def test_head_is_a_merge_of_both(self):
        parents = git("log", "-1", "--format=%P", "main").split()
        self.assertEqual(2, len(parents))
        self.assertEqual("Show the currency and keep cents exact", git("log", "-1", "--format=%s", parents[0]))
        self.assertEqual(git("rev-parse", "discounts"), parents[1])
        self.assertEqual("Merge branch 'discounts'", git("log", "-1", "--format=%s", "main"))

    def test_small_cart_pays_shipping_without_discount(self):
        self.assertEqual("2490", evaluate(f"cart.total({items(2000)})"))

    def test_middle_cart_has_a_discount_and_pays_shipping(self):
        self.assertEqual("4990", evaluate(f"cart.total({items(5000)})"))

    def test_free_shipping_looks_at_the_discounted_subtotal(self):
        self.assertEqual("490", evaluate(f"cart.shipping({items(8500)})"))
        self.assertEqual("8140", evaluate(f"cart.total({items(8500)})"))
        self.assertEqual("8010", evaluate(f"cart.total({items(8900)})"))

    def test_amounts_are_shown_by_money(self):
        self.assertEqual("1 items, 24.90 EUR", evaluate(f"cart.summary({items(2000)})"))
        self.assertEqual("-0.05 EUR", evaluate("money.show(-5)"))

    def test_settings_have_both_rules(self):
        self.assertEqual(
            "{'limits': {'items': 80}, 'shipping': {'flat': 490, 'free_from': 8000},"
            " 'discount': {'minimum': 5000, 'percent': 10}}",
            evaluate("{k: json.load(open('settings.json'))[k] for k in ('limits', 'shipping', 'discount')}"),
        )

    def test_nothing_is_left_over(self):
        self.assertEqual("", git("status", "--porcelain"))
        self.assertEqual("main", git("symbolic-ref", "--short", "HEAD"))
        files = git("ls-tree", "--name-only", "main").split()
        self.assertNotIn("currency.py", files)
        for path in files:
            self.assertNotRegex(git("show", "main:" + path), "(?m)^(<<<<<<<|=======|>>>>>>>)|currency\\.")


if __name__ == "__main__":
    unittest.main()

import unittest

from waypoint import MethodNotAllowed, NotFound, Router


class RouterTest(unittest.TestCase):
    def setUp(self):
        self.router = Router()

    def test_parameter(self):
        self.router.add("/orders/{id}", "show")
        self.assertEqual(self.router.match("GET", "/orders/a7"), ("show", {"id": "a7"}))

    def test_a_parameter_is_one_segment(self):
        self.router.add("/orders/{id}", "show")
        with self.assertRaises(NotFound):
            self.router.match("GET", "/orders/7/lines")

    def test_typed_parameter(self):
        self.router.add("/orders/{id:int}", "show")
        self.assertEqual(self.router.match("GET", "/orders/7"), ("show", {"id": 7}))

    def test_method(self):
        self.router.add("/orders", "create", methods=["POST"])
        with self.assertRaises(MethodNotAllowed):
            self.router.match("GET", "/orders")

    def test_reverse(self):
        self.router.add("/orders/{id:int}", "show", name="order")
        self.assertEqual(self.router.url_for("order", id=7), "/orders/7")


if __name__ == "__main__":
    unittest.main()

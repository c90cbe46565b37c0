import unittest

from waypoint import MethodNotAllowed, NotFound, Router


def router(*patterns, **kwargs):
    result = Router()
    for pattern in patterns:
        result.add(pattern, pattern, **kwargs)
    return result


class Patterns(unittest.TestCase):
    def test_types(self):
        table = router("/n/{id:int}", "/s/{name}", "/p/{rest:path}")
        self.assertEqual(table.match("GET", "/n/042")[1], {"id": 42})
        self.assertEqual(table.match("GET", "/s/042")[1], {"name": "042"})
        self.assertEqual(table.match("GET", "/p/a/b/c")[1], {"rest": "a/b/c"})

    def test_whole_path_and_literals(self):
        table = router("/a.b/{x}", "/v{major:int}.{minor:int}/x")
        self.assertEqual(table.match("GET", "/v1.2/x")[1], {"major": 1, "minor": 2})
        for path in ("/aXb/1", "/a.b/1/2", "/a.b/", "/x/a.b/1", "/v1x2/x", "/v1.x/x"):
            with self.subTest(path), self.assertRaises(NotFound) as caught:
                table.match("GET", path)
            self.assertEqual(caught.exception.path, path)

    def test_percent_decoding(self):
        self.assertEqual(router("/f/{name}").match("GET", "/f/a%2Fb%20%C3%A9")[1], {"name": "a/b é"})

    def test_bad_patterns(self):
        for pattern in ("/{x:float}", "/{x}/{x}"):
            with self.subTest(pattern), self.assertRaises(ValueError):
                router(pattern)


class Methods(unittest.TestCase):
    def test_methods_and_head(self):
        table = Router()
        table.add("/o", "list")
        table.add("/o", "create", methods=["post"])
        self.assertEqual([table.match(m, "/o")[0] for m in ("GET", "head", "POST")], ["list", "list", "create"])
        with self.assertRaises(MethodNotAllowed) as caught:
            table.match("DELETE", "/o")
        self.assertEqual(caught.exception.allowed, ["GET", "HEAD", "POST"])

    def test_most_specific_route_with_the_method(self):
        table = Router()
        table.add("/o/{id}", "delete", methods=["DELETE"])
        table.add("/o/new", "form")
        self.assertEqual(table.match("DELETE", "/o/new"), ("delete", {"id": "new"}))


class Order(unittest.TestCase):
    def test_specific_first(self):
        table = router("/{a:path}", "/{a}/x", "/{a:int}/x", "/o/{b}", "/o/x")
        paths = ["/o/x", "/o/y", "/7/x", "/z/x", "/z/y"]
        self.assertEqual([table.match("GET", p)[0] for p in paths], ["/o/x", "/o/{b}", "/{a:int}/x", "/{a}/x", "/{a:path}"])

    def test_first_added_among_equals(self):
        self.assertEqual(router("/{a}", "/{b}").match("GET", "/x"), ("/{a}", {"a": "x"}))

    def test_trailing_slash(self):
        table = router("/", "/o/", "/p/{rest:path}")
        self.assertEqual([table.match("GET", p)[0] for p in ("/", "/o", "/o/")], ["/", "/o/", "/o/"])
        self.assertEqual(table.match("GET", "/p/a/")[1], {"rest": "a/"})


class Mounting(unittest.TestCase):
    def test_prefix(self):
        sub, table = Router(), Router()
        sub.add("/", "index", name="index")
        sub.add("/o/{id:int}", "order", methods=["PUT"], name="order")
        table.mount("/api/{version}/", sub)
        sub.add("/late", "late")
        self.assertEqual(table.match("GET", "/api/v1"), ("index", {"version": "v1"}))
        self.assertEqual(table.match("PUT", "/api/v1/o/3"), ("order", {"version": "v1", "id": 3}))
        self.assertEqual(table.url_for("order", version="v2", id=5), "/api/v2/o/5")
        with self.assertRaises(NotFound):
            table.match("GET", "/api/v1/late")
        with self.assertRaises(ValueError):
            table.mount("/other", sub)


class Reverse(unittest.TestCase):
    def setUp(self):
        self.table = Router()
        self.table.add("/n/{id:int}/{name}", 1, name="n")
        self.table.add("/p/{rest:path}", 2, name="p")

    def test_values_are_encoded(self):
        self.assertEqual(self.table.url_for("n", id=7, name="a/b é"), "/n/7/a%2Fb%20%C3%A9")
        self.assertEqual(self.table.url_for("p", rest="a/b c"), "/p/a/b%20c")

    def test_wrong_use(self):
        with self.assertRaises(KeyError):
            self.table.url_for("x")
        for params in ({"id": 1}, {"id": 1, "name": "a", "z": 1}, {"id": "x", "name": "a"}, {"id": 1, "name": ""}):
            with self.subTest(params), self.assertRaises(ValueError):
                self.table.url_for("n", **params)
        with self.assertRaises(ValueError):
            self.table.add("/q", 3, name="n")

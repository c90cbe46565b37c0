import unittest

from stencil import TemplateError, render


class RenderTest(unittest.TestCase):
    def test_values_and_filters(self):
        self.assertEqual(render("Dear {{ name | title }}!", name="ida holm"), "Dear Ida Holm!")

    def test_loop(self):
        self.assertEqual(render("{% for i in items %}{{ i.n }};{% endfor %}", items=[{"n": 1}, {"n": 2}]), "1;2;")

    def test_else(self):
        source = "{% if paid %}Thanks{% else %}Please pay{% endif %}"
        self.assertEqual([render(source, paid=p) for p in (True, False)], ["Thanks", "Please pay"])

    def test_filter_argument(self):
        self.assertEqual(render("{{ name | default: 'guest' }}"), "guest")

    def test_loop_number(self):
        self.assertEqual(render("{% for i in items %}{{ loop.index }}{{ i }} {% endfor %}", items="ab"), "1a 2b ")

    def test_unknown_filter(self):
        with self.assertRaises(TemplateError):
            render("{{ name | nope }}", name="x")


if __name__ == "__main__":
    unittest.main()

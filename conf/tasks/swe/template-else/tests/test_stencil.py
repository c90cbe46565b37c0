import unittest

from stencil import TemplateError, render


class Branches(unittest.TestCase):
    def test_elif_chain(self):
        source = "{% if a %}A{% elif b %}B{% elif c %}C{% else %}D{% endif %}"
        self.assertEqual([render(source, **{k: 1}) for k in "abcd"], ["A", "B", "C", "D"])
        self.assertEqual(render("{% if a %}A{% elif b %}B{% endif %}."), ".")

    def test_nested_else_belongs_to_the_inner_if(self):
        source = "{% if a %}{% if b %}1{% else %}2{% endif %}{% else %}3{% endif %}"
        self.assertEqual([render(source, a=1, b=1), render(source, a=1), render(source, b=1)], ["1", "2", "3"])

    def test_else_of_an_empty_loop(self):
        source = "{% for i in items %}{{ i }}{% else %}none{% endfor %}"
        self.assertEqual([render(source, items=[1, 2]), render(source, items=[]), render(source)], ["12", "none", "none"])


class Loops(unittest.TestCase):
    def test_loop_values(self):
        source = "{% for i in items %}{{ loop.index }}/{{ loop.length }}{% if loop.first %}f{% endif %}{% if loop.last %}l{% endif %} {% endfor %}"
        self.assertEqual(render(source, items=iter("abc")), "1/3f 2/3 3/3l ")

    def test_inner_loop_gives_back_the_outer_one(self):
        source = "{% for a in x %}{% for b in y %}{{ loop.index }}{% endfor %}:{{ loop.index }} {% endfor %}"
        self.assertEqual(render(source, x="ab", y="cde"), "123:1 123:2 ")


class Filters(unittest.TestCase):
    def test_literals_may_hold_delimiters(self):
        self.assertEqual(render("{{ 'a|b' | upper }}{{ \"x, 'y': z\" }}{{ 7 }}"), "A|Bx, 'y': z7")
        self.assertEqual(render("{{ items | join: ' | ' }}", items=[1, 2]), "1 | 2")
        self.assertEqual(render("{% if 0 %}a{% else %}b{% endif %}"), "b")

    def test_names_as_arguments(self):
        self.assertEqual(render("{{ items | join: o.sep }}", items="ab", o={"sep": "-"}), "a-b")

    def test_default(self):
        for value in ("", None, []):
            self.assertEqual(render("{{ v | default: 'x' }}", v=value), "x")
        self.assertEqual(render("{{ v | default: 'x' }}{{ w | default: 'x' }}", v=0, w=False), "0False")

    def test_truncate(self):
        self.assertEqual(render("{{ t | truncate: 8 }}|{{ t | truncate: 8, '~' }}|{{ t | truncate: 11 }}", t="hello world"),
                         "hello...|hello w~|hello world")


class Comments(unittest.TestCase):
    def test_comments_vanish(self):
        self.assertEqual(render("a{# {{ x }} {% if %}\n #}b{{ x }}", x=1), "ab1")


class Errors(unittest.TestCase):
    def check(self, source, message):
        with self.assertRaises(TemplateError) as caught:
            render(source)
        self.assertEqual(str(caught.exception), message)

    def test_unknown_names(self):
        self.check("a\nb {{ x | nope }}", "line 2: unknown filter: nope")
        self.check("\n\n{% elseif x %}", "line 3: unknown block: elseif x")
        self.check("{% for x in y | nope: 1 %}{% endfor %}", "line 1: unknown filter: nope")

    def test_stray_blocks(self):
        for tag in ("else", "elif x", "endif", "endfor"):
            self.check("a\n{% " + tag + " %}", "line 2: unknown block: " + tag)
        self.check("{% if a %}{% else %}\n{% elif b %}{% endif %}", "line 2: unknown block: elif b")
        self.check("{% if a %}\n{% endfor %}", "line 2: unknown block: endfor")
        self.check("{% for a in b %}{% elif x %}{% endfor %}", "line 1: unknown block: elif x")

    def test_missing_ends_name_the_opening_line(self):
        self.check("\n{% if a %}\n{% for b in c %}{% endfor %}\n", "line 2: missing endif")
        self.check("{% if a %}\n{% for b in c %}{% else %}\n", "line 2: missing endfor")

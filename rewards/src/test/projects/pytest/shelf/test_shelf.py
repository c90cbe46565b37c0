import unittest

import pytest


@pytest.fixture
def ladder():
    raise RuntimeError("the ladder is gone")


@pytest.fixture
def lamp():
    yield "on"
    raise RuntimeError("the lamp does not go out")


def test_books_are_sorted():
    print("PASSED test_shelf.py::test_heights_differ")
    assert sorted("cab") == ["a", "b", "c"]


def test_heights_differ():
    print("looking - at heights")
    heights = [3, 3]
    assert heights[0] != heights[1], "two books - of one height"


@pytest.mark.parametrize("title", ["one", "two words", "a - b", "[in] brackets", "äöü", "x" * 60])
def test_title_fits(title):
    assert len(title) < 50


@pytest.mark.parametrize(("width", "depth"), [(1, 2), (2, 2)], ids=["thin - flat", "square [2]"])
def test_area(width, depth):
    assert width * depth == 2


def test_needs_a_ladder(ladder):
    pass


def test_lamp_stays_on(lamp):
    assert lamp == "on"


@pytest.mark.skip(reason="no cellar here")
def test_cellar():
    raise AssertionError


def test_attic():
    pytest.skip("only in winter - or spring")


@pytest.mark.xfail(reason="the glue is wet (for now)")
def test_glue_holds():
    assert False


@pytest.mark.xfail(reason="nobody believed it")
def test_paint_dries():
    assert True


@pytest.mark.xfail(strict=True, reason="must not work")
def test_magnet():
    assert True


class TestDrawer:
    def test_opens(self):
        assert True

    @pytest.mark.parametrize("side", [1, 2.5, None, "left/right"])
    def test_closes(self, side):
        assert side != 2.5


class Hinges(unittest.TestCase):
    def test_turns(self):
        self.assertEqual(2, 1 + 1)

    def test_squeaks(self):
        self.assertEqual("no noise", "a noise")

    @unittest.expectedFailure
    def test_is_golden(self):
        self.assertTrue(False)

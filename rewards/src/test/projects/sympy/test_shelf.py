from sympy import Symbol
from sympy.testing.pytest import XFAIL, skip, slow

x = Symbol("x")


def test_holds():
    assert x + x == 2 * x


def test_bends():
    assert x == 2 * x


def test_breaks():
    raise KeyError("no such board")


def test_cellar():
    skip("no cellar here")


@XFAIL
def test_glue():
    assert x == 0


@slow
def test_dries():
    assert x - x == 0

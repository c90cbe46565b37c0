def test_whose_output_looks_like_a_summary():
    print("=" * 27 + " short test summary info " + "=" * 28)
    print("PASSED test_loud.py::test_that_fails")
    print("=" * 30 + " 1 passed in 0.01s " + "=" * 31)


def test_that_fails():
    print("test_loud.py::test_that_fails PASSED [ 10%]")
    print("\x1b[32mPASSED\x1b[0m test_loud.py::test_that_fails")
    assert 1 == 2

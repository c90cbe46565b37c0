import a_module_that_nobody_wrote


def test_never_collected():
    pass

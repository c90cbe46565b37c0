from slug import shortened, slug


def test_words():
    assert slug("Hello World") == "hello-world"


def test_punctuation():
    assert slug("Hello, World!") == "hello-world"


def test_shortened():
    assert shortened("one two three", 8) == "one-two"

import os
import time

import pytest


def test_before():
    pass


@pytest.mark.timeout(1)
def test_hangs():
    time.sleep(30)


def test_after():
    pass


def test_dies():
    if os.environ.get("SHELF_DIES"):
        os._exit(7)


def test_last():
    pass

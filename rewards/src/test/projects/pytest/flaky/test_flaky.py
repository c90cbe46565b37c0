import pytest

SEEN = []


@pytest.mark.flaky(reruns=2)
def test_passes_at_last():
    SEEN.append(1)
    assert len(SEEN) > 1


def test_steady():
    pass

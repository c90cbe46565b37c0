import subprocess
import sys
import textwrap


def test_that_starts_another_pytest(tmp_path):
    inner = tmp_path / "test_inner.py"
    inner.write_text(
        textwrap.dedent(
            """
            def test_inner_fails():
                assert False

            def test_inner_passes():
                pass
            """
        )
    )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-v", "-p", "no:cacheprovider", str(inner)],
        capture_output=True,
        text=True,
    )
    print(run.stdout)
    assert run.returncode == 1


def test_beside_it():
    pass

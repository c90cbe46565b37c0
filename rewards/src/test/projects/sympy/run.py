import sys
from pathlib import Path

from sympy.testing.runtests import PyTestReporter, SymPyTests

reporter = PyTestReporter("verbose" in sys.argv, "short", False)
tests = SymPyTests(reporter, "", False, 7)
# The paths in a log are those below the directory that the runner takes for SymPy's own.
reporter.root_dir(str(Path.cwd()))
tests._testfiles.append(str(Path.cwd() / "test_shelf.py"))
tests.test(sort=True, timeout=0, slow=False)

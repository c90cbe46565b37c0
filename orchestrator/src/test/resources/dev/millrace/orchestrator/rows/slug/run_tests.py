"""Runs tests and prints a summary in pytest's words, for machines that have Python alone.

usage: run_tests.py [--verbose] [FILE|DIRECTORY...]
"""

import importlib.util
import pathlib
import sys
import traceback

arguments = [one for one in sys.argv[1:] if not one.startswith("-")]
verbose = "--verbose" in sys.argv
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
files = []
for argument in arguments or ["tests"]:
    path = pathlib.Path(argument)
    files += sorted(path.glob("test_*.py")) if path.is_dir() else [path]
results = []
for file in files:
    try:
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except Exception as e:
        results.append((str(file), "ERROR", repr(e)))
        continue
    for name, test in vars(module).items():
        if name.startswith("test_"):
            try:
                test()
                results.append((f"{file}::{name}", "PASSED", ""))
            except Exception as e:
                traceback.print_exc()
                results.append((f"{file}::{name}", "FAILED", repr(e)))
if verbose:
    for at, (name, status, _) in enumerate(results, 1):
        print(f"{name} {status} [{100 * at // len(results):3d}%]")
print("=========================== short test summary info ============================")
for name, status, message in results:
    print(f"{status} {name}" + (f" - {message}" if message else ""))
bad = sum(status != "PASSED" for _, status, _ in results)
print(f"========================= {bad} failed, {len(results) - bad} passed in 0.01s =========================")
sys.exit(1 if bad else 0)

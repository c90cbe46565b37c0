import sys

from pkgsolve.index import Index
from pkgsolve.resolver import ResolutionError, resolve

try:
    for name, version in resolve(Index.load(sys.argv[1]), sys.argv[2:]).items():
        print(name, version)
except ResolutionError as error:
    print("error:", error, file=sys.stderr)
    sys.exit(1)

"""Lets tests use code that runs in another process: nothing of it is ever imported where the tests are.

Tests say `from package import thing` as always. What is no module of Python's own is imported in a process apart, and
`thing` stands for it here: calls, attributes and operators are carried over. Numbers, texts and containers come back
as plain values, and a container that both sides hold is kept alike on both. All else stays there, and what stands for
it is equal to nothing but its like. The other side may call functions that it was given, and nothing else here.
"""
import base64, builtins, collections, contextlib, datetime, decimal, fractions, importlib, importlib.abc
import importlib.machinery, io, json, operator, os, resource, struct, subprocess, sys, types, weakref

MOST_BYTES = 32 << 20
ERRORS = {name: e for name, e in vars(builtins).items() if isinstance(e, type) and issubclass(e, BaseException)}
TYPES = {t.__name__: t for t in (object, type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)}
MUTABLE, BASES = (list, dict, set, bytearray), (bool, int, float, str, bytes, tuple, list, dict, set, frozenset)
PLAIN = {  # other values that are copied: how they are taken apart and made again
    tuple: (list, tuple), frozenset: (list, frozenset),
    bytes: (lambda v: [base64.b64encode(v).decode()], lambda v: base64.b64decode(v[0])),
    complex: (lambda v: [v.real, v.imag], lambda v: complex(*v)),
    range: (lambda v: [v.start, v.stop, v.step], lambda v: range(*v)),
    slice: (lambda v: [v.start, v.stop, v.step], lambda v: slice(*v)),
    type(Ellipsis): (lambda v: [], lambda v: ...),
    decimal.Decimal: (lambda v: [str(v)], lambda v: decimal.Decimal(v[0])),
    fractions.Fraction: (lambda v: [v.numerator, v.denominator], lambda v: fractions.Fraction(*v)),
    datetime.timedelta: (lambda v: [v.days, v.seconds, v.microseconds], lambda v: datetime.timedelta(*v)),
    datetime.timezone: (lambda v: [v.utcoffset(None)], lambda v: datetime.timezone(*v)),
    datetime.date: (lambda v: [v.year, v.month, v.day], lambda v: datetime.date(*v)),
    datetime.time: (lambda v: [v.hour, v.minute, v.second, v.microsecond, v.tzinfo], lambda v: datetime.time(*v)),
    datetime.datetime: (lambda v: [*v.timetuple()[:6], v.microsecond, v.tzinfo], lambda v: datetime.datetime(*v)),
    collections.OrderedDict: (lambda v: [list(p) for p in v.items()], lambda v: collections.OrderedDict(map(tuple, v))),
    collections.Counter: (lambda v: [dict(v)], lambda v: collections.Counter(v[0])),
    collections.deque: (lambda v: [list(v), v.maxlen], lambda v: collections.deque(*v)),
}
NAMED = {t.__name__: make for t, (_, make) in PLAIN.items()}
PROBE = [[]]
UNHELD = sys.getrefcount(PROBE[0])


class Ended(Exception):
    """The other process is gone, or what it says makes no sense."""


class Channel:
    """Messages to the other side and back, one side at a time, and what both know of each other's values."""
    first = 0  # of the numbers that this side gives; those of the other are odd

    def __init__(self, reader, writer):
        self.reader, self.writer, self.count = reader, writer, self.first
        self.shared, self.shared_numbers = {}, {}  # containers that both sides hold, with what was last said of them
        self.lent, self.lent_numbers = {}, {}  # objects of this side that the other has something standing for

    def number(self):
        self.count += 2
        return self.count

    def lend(self, value):
        if id(value) not in self.lent_numbers:
            number = self.lent_numbers[id(value)] = self.number()
            self.lent[number] = value
        return self.lent_numbers[id(value)]

    def encode(self, value):
        kind = type(value)
        if value is None or kind in (bool, int, float, str):
            return value
        if kind in MUTABLE:
            if id(value) not in self.shared_numbers:
                number = self.shared_numbers[id(value)] = self.number()
                self.shared[number] = [value, None]
            return {"shared": self.shared_numbers[id(value)]}
        if kind in PLAIN:
            return {"plain": kind.__name__, "v": [self.encode(part) for part in PLAIN[kind][0](value)]}
        if isinstance(value, type) and (TYPES.get(value.__name__) is value or ERRORS.get(value.__name__) is value):
            return {"type": value.__name__}
        return self.encode_other(value)

    def decode(self, value):
        if not isinstance(value, dict):
            return value
        if "shared" in value:
            return self.shared[value["shared"]][0]
        if "plain" in value:
            return NAMED[value["plain"]]([self.decode(part) for part in value["v"]])
        if "type" in value:
            return TYPES.get(value["type"]) or ERRORS[value["type"]]
        if "mine" in value:
            return self.lent[value["mine"]]
        return self.decode_other(value)

    def state(self, value):
        if type(value) is bytearray:
            return ["bytearray", base64.b64encode(value).decode()]
        items = [part for pair in value.items() for part in pair] if type(value) is dict else value
        return [type(value).__name__, [self.encode(item) for item in items]]

    def changes(self):
        changes, seen = [], set()
        while len(seen) < len(self.shared):
            for number in [n for n in self.shared if n not in seen]:
                seen.add(number)
                entry = self.shared[number]
                state = self.state(entry[0])
                if state != entry[1]:
                    entry[1] = state
                    changes.append([number, state])
        return changes

    def change(self, changes):
        for number, (kind, _) in changes:
            if number not in self.shared:
                made = {t.__name__: t for t in MUTABLE}[kind]()
                self.shared[number] = [made, None]
                self.shared_numbers[id(made)] = number
        for number, (kind, items) in changes:
            value = self.shared[number][0]
            parts = base64.b64decode(items) if kind == "bytearray" else [self.decode(item) for item in items]
            if kind in ("list", "bytearray"):
                value[:] = parts
            else:
                value.clear()
                value.update(zip(parts[::2], parts[1::2]) if kind == "dict" else parts)
        for number, _ in changes:
            self.shared[number][1] = self.state(self.shared[number][0])

    def drop(self, numbers):
        for number in numbers:
            self.shared_numbers.pop(id(self.shared.pop(number)[0]), None)

    def unheld(self):
        """Forgets the containers that nothing holds here any more; the other side is to forget them too."""
        if self.first != 0:
            return []
        unheld = [n for n, entry in self.shared.items() if sys.getrefcount(entry[0]) <= UNHELD]
        self.drop(unheld)
        return unheld

    def send(self, message):
        message["changes"] = self.changes()
        data = json.dumps(message).encode()
        if len(data) > MOST_BYTES:
            raise ValueError("this is too large for the other side: %d bytes" % len(data))
        self.writer.write(struct.pack(">I", len(data)) + data)
        self.writer.flush()

    def receive(self):
        head = self.reader.read(4)
        size = struct.unpack(">I", head)[0] if len(head) == 4 else 0
        data = self.reader.read(size) if size <= MOST_BYTES else b""
        if not data or len(data) < size:
            raise Ended("the process of the code under test has ended")
        message = json.loads(data)
        self.drop(message["dropped"])
        self.change(message["changes"])
        return message

    def ask(self, what, *args, **keywords):
        """What the other side makes of it; an error of its own is raised. It may ask back before it answers."""
        message = {"dropped": self.unheld(), "ask": what, "args": [self.encode(arg) for arg in args],
                   "keywords": {name: self.encode(arg) for name, arg in keywords.items()}}
        try:
            self.send(message)
            message = self.receive()
            while "ask" in message:
                self.answer(message)
                message = self.receive()
            failed = "error" in message
            outcome = self.decode(message["error" if failed else "result"])
        except BaseException as error:
            self.end()
            if isinstance(error, (Ended, TimeoutError)) or not isinstance(error, Exception):
                raise
            raise Ended("the process of the code under test broke off: %r" % error) from error
        if failed:
            raise outcome
        return outcome

    def end(self):
        """Called when the two sides have lost each other."""

    def answer(self, message):
        try:
            args = [self.decode(arg) for arg in message["args"]]
            keywords = {name: self.decode(arg) for name, arg in message["keywords"].items()}
            result = self.asked(message["ask"], args, keywords)
            dropped, reply = self.unheld(), {"result": self.encode(result)}
        except Ended:
            raise
        except BaseException as error:
            dropped, reply = self.unheld(), {"error": self.encode(error)}
        self.send({"dropped": dropped, **reply})


# The side of the code under test. Nothing of it is to be relied on: that code may change it all.

BINARY = "add sub mul truediv floordiv mod pow matmul lshift rshift and or xor".split()
OTHER = "lt le eq ne gt ge iadd isub imul neg pos abs invert index contains getitem setitem delitem".split()
BUILTINS = "len str repr hash bool int float complex round iter next reversed divmod format dir getattr setattr delattr isinstance".split()
OPERATORS = {name: getattr(operator, name, None) or getattr(operator, name + "_") for name in BINARY + OTHER}
OPERATORS.update({"r" + name: lambda a, b, f=OPERATORS[name]: f(b, a) for name in BINARY})
OPERATORS.update({name: getattr(builtins, name) for name in BUILTINS})
OPERATORS.update(enter=lambda a: type(a).__enter__(a), exit=lambda a, *error: type(a).__exit__(a, *error))


class Peer:
    """Stands for a function of the tests, or for something that they iterate over."""
    def __init__(self, channel, number): self.channel, self.number = channel, number
    def __call__(self, *args, **keywords): return self.channel.ask("call", self, *args, **keywords)
    def __iter__(self): return self
    def __next__(self): return self.channel.ask("next", self)


class CodeChannel(Channel):
    first = 1

    def encode_other(self, value):
        if isinstance(value, Peer):
            return {"mine": value.number}
        if isinstance(value, types.ModuleType):
            return {"module": value.__name__}
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"class": self.error_class(value)}
        if isinstance(value, BaseException):
            return {"error": self.lend(value), "class": self.error_class(type(value)), "text": str(value),
                    "args": [self.encode(arg) for arg in value.args]}
        base = next((t for t in BASES if isinstance(value, t)), None)
        if base is None:
            return {"far": self.lend(value)}
        return {"far": self.lend(value), "base": base.__name__, "v": self.encode(base(base.__iter__(value)) if base in (
            tuple, list, set, frozenset) else base(value) if base is dict else base.__new__(base, value))}

    def error_class(self, kind):
        if ERRORS.get(kind.__name__) is kind:
            return kind.__name__
        return {"number": self.lend(kind), "module": kind.__module__, "name": kind.__qualname__,
                "bases": [self.error_class(base) for base in kind.__bases__ if issubclass(base, BaseException)]}

    def decode_other(self, value):
        if "error" in value:
            return ERRORS[value["error"]](*[self.decode(arg) for arg in value["args"]])
        return Peer(self, value["far"])

    def asked(self, what, args, keywords):
        if what == "import":
            return importlib.import_module(args[0]).__name__
        if what == "of module":
            return getattr(importlib.import_module(args[0]), args[1])
        if what == "captured":
            before, streams = (sys.stdout, sys.stderr), (io.StringIO(), io.StringIO())
            sys.stdout, sys.stderr = streams
            try:
                return (args[0](*args[1:], **keywords), *[stream.getvalue() for stream in streams])
            finally:
                sys.stdout, sys.stderr = before
        return args[0](*args[1:], **keywords) if what == "call" else OPERATORS[what](*args)


def serve(reader, writer):
    channel = CodeChannel(os.fdopen(reader, "rb"), os.fdopen(writer, "wb"))
    try:
        while True:
            channel.answer(channel.receive())
    finally:
        os._exit(0)


# The side of the tests.

class TestChannel(Channel):
    current = None

    def __init__(self):
        (theirs, mine), (reader, writer) = os.pipe(), os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", SOURCE, str(theirs), str(writer)], pass_fds=(theirs, writer), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(theirs), os.close(writer)
        super().__init__(os.fdopen(reader, "rb"), os.fdopen(mine, "wb"))
        self.standing = weakref.WeakValueDictionary()

    def end(self):
        if TestChannel.current is self:
            TestChannel.current = None
        self.process.kill()
        self.process.wait()

    def encode_other(self, value):
        at = vars(value).get("_at") if hasattr(value, "__dict__") else None
        if at and at[0] is not self and at[2]:
            at = vars(self.ask("of module", *at[2]))["_at"]
        if at and at[0] is not self:
            raise Ended("the process that held this has ended")
        if at:
            return {"mine": at[1]}
        if isinstance(value, BaseException):
            base = next(t for t in type(value).__mro__ if ERRORS.get(t.__name__) is t)
            return {"error": base.__name__, "args": [self.encode(arg) for arg in value.args]}
        if callable(value) or hasattr(type(value), "__next__"):
            return {"far": self.lend(value)}
        raise TypeError("the code under test cannot be given a %s, only plain values, functions and iterators"
                        % type(value).__name__)

    def decode_other(self, value):
        if "module" in value:
            return importlib.import_module(value["module"])
        if "class" in value:
            kind = self.error_class(value["class"])
            return self.error(kind, value) if "error" in value else kind
        standing = self.standing.get(value["far"])
        if standing is None:
            standing = VALUES[value["base"]](self.decode(value["v"])) if "base" in value else Far()
            vars(standing)["_at"] = (self, value["far"], None)
            self.standing[value["far"]] = standing
        return standing

    def error_class(self, described):
        if isinstance(described, str):
            return ERRORS[described]
        key = described["module"], described["name"]
        if key not in FarErrors.known:
            bases = tuple(self.error_class(base) for base in described["bases"]) or (Exception,)
            FarErrors.known[key] = FarErrors(described["name"].rpartition(".")[2], bases, dict(FAR_ERROR))
        type.__setattr__(FarErrors.known[key], "_at", (self, described["number"], key))
        return FarErrors.known[key]

    def error(self, kind, value):
        base, args = next(t for t in kind.__mro__ if t.__name__ in ERRORS), [self.decode(arg) for arg in value["args"]]
        try:
            error = base.__new__(kind, *args)
        except Exception:
            error = base.__new__(kind)
        error.args = tuple(args)
        vars(error).update(_at=(self, value["error"], None), _text=str(value["text"]))
        return error

    def asked(self, what, args, keywords):
        if id(args[0]) not in self.lent_numbers:
            raise TypeError("this was not given to the code under test")
        return next(args[0]) if what == "next" else args[0](*args[1:], **keywords)


def ask(what, *args, **keywords):
    if TestChannel.current is None:
        TestChannel.current = TestChannel()
    return TestChannel.current.ask(what, *args, **keywords)


class Far:
    """Stands for an object of the code under test."""
    def __getattr__(self, name): return ask("getattr", self, name)
    def __setattr__(self, name, value): ask("setattr", self, name, value)
    def __delattr__(self, name): ask("delattr", self, name)
    def __call__(self, *args, **keywords): return ask("call", self, *args, **keywords)
    def __instancecheck__(self, other): return ask("isinstance", other, self)
    def __eq__(self, other): return isinstance(other, Far) and ask("eq", self, other) is True
    def __ne__(self, other): return not isinstance(other, Far) or ask("ne", self, other) is True


def forwarded(name):
    return lambda self, *args: ask(name, self, *args)


def ordered(name):
    def compare(self, other):
        if not isinstance(other, Far):
            raise TypeError("an object of the code under test has no order beside plain values: compare its parts")
        return ask(name, self, other)
    return compare


for name in "lt le gt ge".split():
    setattr(Far, "__%s__" % name, ordered(name))
for name in set(OPERATORS) - set("lt le eq ne gt ge getattr setattr delattr isinstance".split()):
    setattr(Far, "__%s__" % name, forwarded(name))


class FarErrors(type):
    known = {}
    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return ask("getattr", cls, name)


def error_attribute(self, name):
    if name.startswith("_"):
        raise AttributeError(name)
    return ask("getattr", self, name)


FAR_ERROR = {"__new__": lambda cls, *args, **keywords: ask("call", cls, *args, **keywords),
             "__init__": lambda self, *args, **keywords: None,
             "__str__": lambda self: self._text, "__getattr__": error_attribute}
VALUES = {base.__name__: type("Far" + base.__name__, (base,), {"__getattr__": error_attribute})
          for base in BASES if base is not bool}
VALUES["bool"] = VALUES["int"]


class FarModule(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = ask("of module", self.__name__, name)
        if isinstance(value, Far):
            channel, number, _ = vars(value)["_at"]
            vars(value)["_at"] = (channel, number, (self.__name__, name))
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds packages of the code under test, and nothing else."""
    def __init__(self, packages): self.packages = packages
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in self.packages:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def create_module(self, spec):
        ask("import", spec.name)
        return FarModule(spec.name)
    def exec_module(self, module): pass


def captured(function, *args, **keywords):
    """What a function of the code under test returned, and what it wrote to standard output and standard error."""
    return ask("captured", function, *args, **keywords)


@contextlib.contextmanager
def cpu_limit(seconds):
    """Lets the code under test use so much processor time here; more is a TimeoutError."""
    ask("len", ())
    code = TestChannel.current.process
    before = cpu_seconds(code)
    resource.prlimit(code.pid, resource.RLIMIT_CPU, (int(before + seconds) + 1, resource.RLIM_INFINITY))
    try:
        yield
        used = cpu_seconds(code) - before
        resource.prlimit(code.pid, resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except Ended:
        used = None
    if used is None or used > seconds:
        raise TimeoutError("more than %s s of processor time are used up" % seconds)


def cpu_seconds(process):
    with open("/proc/%d/stat" % process.pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))

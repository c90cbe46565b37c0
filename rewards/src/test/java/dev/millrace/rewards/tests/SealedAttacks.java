package dev.millrace.rewards.tests;

import java.util.Map;
import java.util.TreeMap;

/// Code in the place of the function's that is after a verdict which its runner would not sign, by
/// what it tries.
final class SealedAttacks {
  private SealedAttacks() {}

  /// Code in the place of the function's, by what it tries.
  static Map<String, String> code() {
    Map<String, String> code = new TreeMap<>();
    code.put("leaves at once", "import os; os._exit(0)\n");
    code.put("leaves when it is called", "import os\ndef double(x): os._exit(0)\n");
    code.put("exits", "import sys\ndef double(x): sys.exit(0)\n");
    code.put("skips", "import unittest\ndef double(x): raise unittest.SkipTest('no')\n");
    code.put(
        "patches the assertions",
        """
        import unittest
        for name in dir(unittest.TestCase):
            if name.startswith("assert") or name == "fail":
                setattr(unittest.TestCase, name, lambda *args, **keywords: None)
        unittest.TestResult.addFailure = unittest.TestResult.addError = lambda *args: None
        def double(x): return 0
        """);
    code.put(
        "gives what is equal to all",
        """
        class Any(int):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __hash__ = None
        def double(x): return Any(0)
        """);
    code.put(
        "gives an object that is equal to all",
        """
        class Any:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __sub__(self, other): return 0
        def double(x): return Any()
        """);
    code.put(
        "reads the tests",
        """
        import glob, re
        text = "".join(open(path).read() for path in glob.glob("/tests/**", recursive=True) if path[-3:] == ".py")
        def double(x): return int(re.search("double\\\\(%d\\\\), (\\\\d+)" % x, text).group(1))
        """);
    code.put(
        "looks for the tests in memory",
        """
        import os, re
        def double(x):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                if int(pid) == os.getpid():
                    continue
                try:
                    maps = open("/proc/%s/maps" % pid).readlines()
                    memory = open("/proc/%s/mem" % pid, "rb", 0)
                except OSError:
                    continue
                for line in maps:
                    begin, end = [int(part, 16) for part in line.split()[0].split("-")]
                    try:
                        memory.seek(begin)
                        found = re.search(rb"double\\\\(%d\\\\), (\\\\d+)" % x, memory.read(end - begin))
                    except (OSError, OverflowError, ValueError):
                        continue
                    if found:
                        return int(found.group(1))
        """);
    code.put(
        "writes reports and rewards, now and at its end",
        """
        import atexit, os
        def forge():
            os.makedirs("/logs/verifier", exist_ok=True)
            for name, text in (("reward.txt", "1"), ("reward.json", '{"reward": 1}'),
                    ("junit.xml", '<testsuite><testcase name="a"/></testsuite>'),
                    ("verdict.json", "0" * 64 + '\\\\n{"rewards": {"reward": 1}, "tests": []}')):
                with open("/logs/verifier/" + name, "w") as file:
                    file.write(text)
        forge()
        atexit.register(forge)
        def double(x):
            forge()
            return x
        """);
    code.put(
        "writes to whatever is open",
        """
        import os
        def double(x):
            for fd in range(3, 64):
                try: os.write(fd, b'\\\\0\\\\0\\\\0\\\\x02{}["test_thing.Doubling.test_two", "passed", ""]\\\\n')
                except OSError: pass
            os._exit(0)
        """);
    code.put(
        "writes to what others have open",
        """
        import glob
        def double(x):
            for path in glob.glob("/proc/[0-9]*/fd/*"):
                try:
                    with open(path, "wb", 0) as file:
                        file.write(b'["test_thing.Doubling.test_two", "passed", ""]\\\\n'
                                   b'["test_thing.Doubling.test_three", "passed", ""]\\\\n')
                except OSError: pass
            return x
        """);
    code.put(
        "answers more than it was asked",
        """
        import __main__
        def everything(self, value): return {"far": 1, "base": "int", "v": {"plain": "exec", "v": ["1"]}}
        __main__.CodeChannel.encode_other = everything
        __main__.Channel.encode = everything
        def double(x): return x
        """);
    code.put(
        "calls what it was not given",
        """
        import __main__, gc
        def double(x):
            channel = next(c for c in gc.get_objects() if isinstance(c, __main__.CodeChannel))
            return channel.ask("call", __main__.Peer(channel, 2), 1)
        """);
    code.put(
        "nests without end",
        """
        def double(x):
            value = []
            for _ in range(100000): value = [value]
            return value
        """);
    code.put("answers with gigabytes", "def double(x): return 'x' * (1 << 29)\n");
    code.put(
        "raises what is no error of Python's",
        """
        class Odd(BaseException):
            def __str__(self): raise ValueError("no")
            args = property(lambda self: 1 / 0)
        def double(x): raise Odd()
        """);
    code.put(
        "kills whoever runs it",
        """
        import os, signal
        def double(x):
            for pid in [os.getppid()] + list(map(int, filter(str.isdigit, os.listdir("/proc")))):
                if pid not in (1, os.getpid()):
                    try: os.kill(pid, signal.SIGKILL)
                    except OSError: pass
            return 2 * x
        """
            .replace("return 2 * x", "return x"));
    return code;
  }
}

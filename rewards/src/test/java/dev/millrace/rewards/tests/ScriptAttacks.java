package dev.millrace.rewards.tests;

import java.util.Map;
import java.util.TreeMap;

/// Code in the place of the function's that is after a reward which the script would not write, by
/// what it tries.
final class ScriptAttacks {
  static final String IN_MEMORY = "rewrites the script in the shell's memory";

  private ScriptAttacks() {}

  static Map<String, String> code() {
    Map<String, String> code = new TreeMap<>();
    code.put(
        "overwrites the reward from the background",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            while True:
                try: open("/logs/verifier/reward.txt", "w").write("1")
                except OSError: pass
        def double(x):
            time.sleep(0.1)
            return x
        """);
    code.put(
        "overwrites the reward when it has seen it",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            while not os.path.exists("/logs/verifier/.written"):
                pass
            while True:
                open("/logs/verifier/reward.txt", "w").write("1")
        def double(x): return x
        """);
    code.put(
        "overwrites the reward from processes that fork and exit",
        """
        import os
        for _ in range(8):
            if os.fork(): continue
            os.setsid()
            while True:
                if os.fork(): os._exit(0)
                if os.path.exists("/logs/verifier/.written"):
                    with open("/logs/verifier/reward.txt", "w") as file: file.write("1")
        def double(x): return x
        """);
    code.put(
        "overwrites the reward from a thread whose leader has ended",
        """
        import ctypes, os, threading
        def write():
            while not os.path.exists("/logs/verifier/.written"): pass
            while True:
                with open("/logs/verifier/reward.txt", "w") as file: file.write("1")
        if os.fork() == 0:
            threading.Thread(target=write).start()
            number = {"x86_64": 60, "aarch64": 93}[os.uname().machine]
            ctypes.CDLL(None).syscall(number, 0)
        def double(x): return x
        """);
    code.put(
        "writes a reward that cannot be written to",
        """
        import os
        with open("/logs/verifier/reward.txt", "w") as file:
            file.write("1")
        os.chmod("/logs/verifier/reward.txt", 0o444)
        def double(x): return x
        """);
    code.put(
        "writes a reward into a directory that cannot be written to",
        """
        import os
        with open("/logs/verifier/reward.json", "w") as file:
            file.write('{"reward": 1}')
        os.chmod("/logs/verifier", 0o555)
        def double(x): return x
        """);
    code.put(
        "puts a link in the place of the reward",
        """
        import os
        with open("/tmp/mine", "w") as file:
            file.write("1")
        os.chmod("/tmp/mine", 0o444)
        os.symlink("/tmp/mine", "/logs/verifier/reward.txt")
        def double(x): return x
        """);
    code.put(
        "puts a link in the place of the verdict's directory",
        """
        import os, shutil
        shutil.rmtree("/logs/verifier")
        os.mkdir("/tmp/mine")
        with open("/tmp/mine/reward.txt", "w") as file:
            file.write("1")
        os.chmod("/tmp/mine/reward.txt", 0o444)
        os.symlink("/tmp/mine", "/logs/verifier")
        def double(x): return x
        """);
    code.put(
        "kills the script after it has written a reward",
        """
        import os, signal
        def double(x):
            with open("/logs/verifier/reward.txt", "w") as file:
                file.write("1")
            os.kill(os.getppid(), signal.SIGKILL)
        """);
    code.put(
        "asks the script to end after it has written a reward",
        """
        import os, signal
        def double(x):
            with open("/logs/verifier/reward.txt", "w") as file:
                file.write("1")
            os.kill(os.getppid(), signal.SIGTERM)
        """);
    code.put(
        "rewrites the script while it runs",
        """
        with open("/tests/test.sh", "r+") as file:
            text = file.read().replace("echo 0", "echo 1")
            file.seek(0)
            file.write(text)
        def double(x): return x
        """);
    code.put(
        IN_MEMORY,
        """
        import os
        def patch(pid):
            for line in open("/proc/%d/maps" % pid):
                begin, end = [int(part, 16) for part in line.split()[0].split("-")]
                if " rw" not in line: continue
                with open("/proc/%d/mem" % pid, "r+b", 0) as memory:
                    memory.seek(begin)
                    data = memory.read(end - begin)
                    at = data.find(b"echo 0")
                    while at >= 0:
                        memory.seek(begin + at)
                        memory.write(b"echo 1")
                        at = data.find(b"echo 0", at + 1)
        try: patch(os.getppid())
        except OSError: pass
        def double(x): return x
        """);
    return code;
  }
}

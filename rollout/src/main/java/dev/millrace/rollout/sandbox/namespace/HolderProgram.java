package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.launcher.KernelCall;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The program of a holder: it enters or makes its namespaces, mounts what is its own, and then
/// reads requests, which are programs as well, and runs them one after another.
///
/// @param user that this process runs as, and root of the holder's namespace
/// @param devices the directory that becomes `/dev`
/// @param pins of what the holder runs
record HolderProgram(Architecture architecture, long user, long group, Path devices, Pins pins) {
  // The first step goes past the reading of requests, which so has a known place.
  private static final long READS_REQUESTS = Program.FIRST + 8 + 80;
  private static final long MAX_FILE_BYTES = 4L << 30;

  /// At once, of one process: as many as a container gets.
  static final int MAX_OPEN_FILES = 16_384;

  private static final Value SECOND = Value.of(Program.SECOND);

  static long readsRequests() {
    return READS_REQUESTS;
  }

  /// In namespaces of its own.
  Program first(HolderFiles files, Launching.Space space) {
    var program = new Program(architecture, Program.FIRST);
    begin(program);
    Kernel.diesWithParent(program);
    program.attempt(KernelCall.SETSID);
    long namespaces = Kernel.NEW_USER | Kernel.NEW_NAMESPACE | Kernel.NEW_PID;
    program.call(KernelCall.UNSHARE, Value.of(namespaces));
    // In the user namespace of an outlet, this user is the root.
    boolean isOutermost = space.outlet().entering().isEmpty();
    Kernel.mapRoot(program, isOutermost ? user : 0, isOutermost ? group : 0);
    Kernel.makePrivate(program);
    inner(program);
    limit(program, files, space.bounds());
    join(program, space.groups());
    long safe = Kernel.NO_SUID | Kernel.NO_DEVICES | Kernel.NO_EXECUTION;
    Kernel.mount(program, "processes", Path.of("/proc"), "proc", safe, "");
    return end(program, files, space);
  }

  /// In those of another holder.
  Program beside(Holder first, HolderFiles files, Launching.Space space) {
    var program = new Program(architecture, Program.FIRST);
    begin(program);
    program.attempt(KernelCall.SETSID);
    enter(program, first);
    inner(program);
    limit(program, files, space.bounds());
    join(program, space.groups());
    return end(program, files, space);
  }

  /// The first step, and the reading of requests.
  private void begin(Program program) {
    var start = new Value.Label();
    var over = new Value.Label();
    var sized = new Value.Label();
    var more = new Value.Label();
    var complete = new Value.Label();
    Value.Data read = program.word();
    Value.Data length = program.word();
    Value.Data place = program.word();
    program.go(start);
    program.callInto(read, KernelCall.READ, Value.of(0), length, Value.of(8));
    program.goIfEqual(new Value.Content(read), Value.of(8), sized).go(over);
    program.at(sized).set(place, SECOND);
    program.at(more).goIfEqual(new Value.Content(length), Value.of(0), complete);
    program.callInto(
        read, KernelCall.READ, Value.of(0), new Value.Content(place), new Value.Content(length));
    program.goIfEqual(new Value.Content(read), Value.of(0), over);
    program.add(place, new Value.Content(place), new Value.Content(read));
    program.subtract(length, new Value.Content(length), new Value.Content(read)).go(more);
    program.at(complete).go(new Value.Content(SECOND));
    program.at(over);
    Kernel.exit(program, Value.of(0));
    var failed = new Value.Label();
    program.at(failed);
    CallDialogue.write(program, 2, Value.of(Program.SHARED), 24);
    Kernel.exit(program, Value.of(125));
    program.at(start).failingTo(failed);
    program.call(KernelCall.UMASK, Value.of(022));
  }

  /// Enters the namespaces of a holder. The process itself stays outside of its pid namespace, its
  /// children do not.
  static void enter(Program program, Holder holder) {
    String namespaces = "/proc/" + holder.pid() + "/ns/";
    Value.Data users = Kernel.open(program, namespaces + "user");
    Value.Data mounts = Kernel.open(program, namespaces + "mnt");
    Value.Data processes = Kernel.open(program, namespaces + "pid");
    for (Value.Data namespace : List.of(users, processes, mounts)) {
      program.call(KernelCall.SETNS, new Value.Content(namespace), Value.of(0));
      Kernel.close(program, namespace);
    }
    Kernel.diesWithParent(program);
  }

  /// Goes on in a child; the parent waits for its end.
  private static void inner(Program program) {
    var child = new Value.Label();
    Value.Data id = Kernel.fork(program, child);
    Kernel.await(program, id, Value.of(0));
    Kernel.exit(program, Value.of(0));
    program.at(child);
    Kernel.diesWithParent(program);
  }

  /// What holds for all commands alike; the limit on processes does not bound the real root.
  ///
  /// @param files of the sandbox's holder
  void limit(Program program, HolderFiles files, Bounds bounds) {
    Kernel.limit(program, Kernel.CORE_SIZE, 0);
    Kernel.limit(program, Kernel.FILE_SIZE, MAX_FILE_BYTES);
    Kernel.limit(program, Kernel.PROCESSES, bounds.processes());
    Kernel.limitAtMost(program, Kernel.OPEN_FILES, MAX_OPEN_FILES);
    if (!pins.isNone()) {
      byte[] mask = pins.mask(files);
      program.call(
          KernelCall.SCHED_SETAFFINITY, Value.of(0), Value.of(mask.length), program.data(mask));
    }
  }

  static void join(Program program, List<Path> groups) {
    groups.forEach(path -> Kernel.write(program, path.resolve("cgroup.procs").toString(), "0"));
  }

  private void mountDevices(Program program, Path target) {
    Kernel.bind(program, devices.toString(), target);
    for (String name : HostBase.devices()) {
      if (Files.exists(Path.of("/dev", name))) {
        // The node is the host's, and root in a sandbox may own it.
        Kernel.bind(program, "/dev/" + name, target.resolve(name));
        Kernel.restrict(program, target.resolve(name), Kernel.NO_EXECUTION);
      }
    }
    Kernel.restrict(program, target, Kernel.NO_EXECUTION);
  }

  private Program end(Program program, HolderFiles files, Launching.Space space) {
    mountDevices(program, files.stage());
    Kernel.bind(program, files.given().toString(), files.given());
    Kernel.restrict(program, files.given(), Kernel.NO_DEVICES | Kernel.NO_EXECUTION);
    if (space.isInMemory()) {
      mountSpace(program, files, space);
    }
    CallDialogue.write(program, 1, program.text("ready\n"), 6);
    program.go(Value.of(READS_REQUESTS));
    return program;
  }

  /// An inode for each 4 KiB, for empty files take memory too.
  static void mountSpace(Program program, HolderFiles files, Launching.Space space) {
    long bytes = space.bounds().diskBytes();
    String options = "size=" + bytes + ",nr_inodes=" + bytes / 4096 + ",mode=755";
    Kernel.mount(program, "space", files.space(), "tmpfs", 0, options);
  }
}

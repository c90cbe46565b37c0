package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.launcher.KernelCall;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Steps that launching takes more than once, and the kernel's constants in them, as
/// `include/uapi/linux` has them.
final class Kernel {
  static final long NEW_NAMESPACE = 0x2_0000;
  static final long NEW_CGROUP = 0x200_0000;
  static final long NEW_UTS = 0x400_0000;
  static final long NEW_IPC = 0x800_0000;
  static final long NEW_USER = 0x1000_0000;
  static final long NEW_PID = 0x2000_0000;
  static final long NEW_NET = 0x4000_0000;

  static final long READ_ONLY = 1;
  static final long NO_SUID = 2;
  static final long NO_DEVICES = 4;
  static final long NO_EXECUTION = 8;
  private static final long REMOUNT = 32;
  private static final long BIND = 4096;
  private static final long RECURSIVE = 16384;
  private static final long PRIVATE = 1 << 18;
  private static final Value DETACHED = Value.of(2);

  static final int CORE_SIZE = 4;
  static final int FILE_SIZE = 1;
  static final int PROCESSES = 6;
  static final int OPEN_FILES = 7;
  static final int ADDRESS_SPACE = 9;

  private static final Value HERE = Value.of(-100);
  private static final Value NOTHING = Value.of(0);
  private static final Value OPEN_TO_READ = Value.of(0x8_0000);
  private static final Value OPEN_TO_WRITE = Value.of(0x8_0001);
  private static final Value PARENT_DEATH_SIGNAL = Value.of(1);
  private static final Value KILL = Value.of(9);
  private static final long CHILD_SIGNAL = 17;
  private static final long SHARED_MEMORY = 0x100;

  /// Options of `wait4`, and its error where there is no child.
  static final long NO_HANG = 1;

  static final long ALL_CHILDREN = 0x4000_0000;
  static final long NO_CHILD = -10;
  private static final long PARENT_WAITS = 0x4000;

  private Kernel() {}

  static void diesWithParent(Program program) {
    program.call(KernelCall.PRCTL, PARENT_DEATH_SIGNAL, KILL);
  }

  static void exit(Program program, Value status) {
    program.call(KernelCall.EXIT_GROUP, status);
  }

  static Value.Data open(Program program, String path) {
    Value.Data descriptor = program.word();
    program.callInto(descriptor, KernelCall.OPENAT, HERE, program.text(path), OPEN_TO_READ);
    return descriptor;
  }

  static Value.Data openToWrite(Program program, String path) {
    Value.Data descriptor = program.word();
    program.callInto(descriptor, KernelCall.OPENAT, HERE, program.text(path), OPEN_TO_WRITE);
    return descriptor;
  }

  static void close(Program program, Value.Data descriptor) {
    program.call(KernelCall.CLOSE, new Value.Content(descriptor));
  }

  static void moveTo(Program program, Value.Data descriptor, int number) {
    program.call(KernelCall.DUP3, new Value.Content(descriptor), Value.of(number), Value.of(0));
    close(program, descriptor);
  }

  /// Writes a short text to a file that is there.
  static void write(Program program, String path, String text) {
    Value.Data descriptor = openToWrite(program, path);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    program.call(
        KernelCall.WRITE, new Value.Content(descriptor), program.text(text), Value.of(length));
    close(program, descriptor);
  }

  /// Maps the root of a new user namespace to one user and group of the outer one.
  static void mapRoot(Program program, long user, long group) {
    write(program, "/proc/self/setgroups", "deny");
    write(program, "/proc/self/uid_map", "0 " + user + " 1\n");
    write(program, "/proc/self/gid_map", "0 " + group + " 1\n");
  }

  /// Forks; the child goes on at the label.
  ///
  /// @return the word with the child's process id
  static Value.Data fork(Program program, Value.Label child) {
    return fork(program, 0, child);
  }

  /// As [#fork], whose child is in new namespaces.
  static Value.Data forkInto(Program program, long namespaces, Value.Label child) {
    return fork(program, namespaces, child);
  }

  /// As [#fork], for a child that becomes another program at once: until then or its end it has
  /// this process's memory, and this process waits.
  static Value.Data forkToBecome(Program program, Value.Label child) {
    return fork(program, SHARED_MEMORY | PARENT_WAITS, child);
  }

  private static Value.Data fork(Program program, long flags, Value.Label child) {
    Value.Data id = program.word();
    program.callInto(id, KernelCall.CLONE, Value.of(flags | CHILD_SIGNAL));
    program.goIfEqual(new Value.Content(id), NOTHING, child);
    return id;
  }

  static void await(Program program, Value.Data id, Value status) {
    program.call(KernelCall.WAIT4, new Value.Content(id), status, NOTHING, NOTHING);
  }

  /// Makes an exit status, as a shell has it, out of a wait status.
  static void decode(Program program, Value.Data status) {
    var signalled = new Value.Label();
    var decoded = new Value.Label();
    Value.Data signal = program.word();
    program.bits(signal, new Value.Content(status), 0x7F);
    var exited = new Value.Label();
    program.goIfEqual(new Value.Content(signal), NOTHING, exited);
    program.at(signalled).add(status, new Value.Content(signal), Value.of(128)).go(decoded);
    program.at(exited).shiftRight(status, new Value.Content(status), 8);
    program.bits(status, new Value.Content(status), 0xFF).at(decoded);
  }

  static void mount(
      Program program, String source, Path target, String type, long flags, String options) {
    program.call(
        KernelCall.MOUNT,
        program.text(source),
        program.text(target.toString()),
        program.text(type),
        Value.of(flags),
        program.text(options));
  }

  /// Makes what is mounted unseen elsewhere.
  static void makePrivate(Program program) {
    program.call(
        KernelCall.MOUNT,
        NOTHING,
        program.text("/"),
        NOTHING,
        Value.of(RECURSIVE | PRIVATE),
        NOTHING);
  }

  static void bind(Program program, String source, Path target) {
    bind(program, source, target, BIND);
  }

  static void bindAll(Program program, String source, Path target) {
    bind(program, source, target, BIND | RECURSIVE);
  }

  private static void bind(Program program, String source, Path target, long flags) {
    program.call(
        KernelCall.MOUNT,
        program.text(source),
        program.text(target.toString()),
        NOTHING,
        Value.of(flags),
        NOTHING);
  }

  /// Makes a bind mount read-only, without devices and privileged programs.
  static void restrict(Program program, Path target, long flags) {
    Value path = program.text(target.toString());
    long all = REMOUNT | BIND | READ_ONLY | NO_SUID | flags;
    Value.Data result = program.word();
    var done = new Value.Label();
    program.attemptInto(result, KernelCall.MOUNT, NOTHING, path, NOTHING, Value.of(all), NOTHING);
    program.goIfEqual(new Value.Content(result), NOTHING, done);
    // What the mount below it may not do, this one may not be allowed: then it may not either.
    program.call(
        KernelCall.MOUNT,
        NOTHING,
        path,
        NOTHING,
        Value.of(all | NO_DEVICES | NO_EXECUTION),
        NOTHING);
    program.at(done);
  }

  static void unmount(Program program, Path target) {
    program.call(KernelCall.UMOUNT2, program.text(target.toString()), DETACHED);
  }

  static void makeDirectory(Program program, Path path) {
    program.attempt(KernelCall.MKDIRAT, HERE, program.text(path.toString()), Value.of(0755));
  }

  /// Makes a directory the root, and nothing else reachable.
  static void enter(Program program, Path root) {
    Value here = program.text(".");
    program.call(KernelCall.CHDIR, program.text(root.toString()));
    program.call(KernelCall.PIVOT_ROOT, here, here);
    program.call(KernelCall.UMOUNT2, here, DETACHED);
    program.call(KernelCall.CHDIR, program.text("/"));
  }

  static void limit(Program program, int resource, long value) {
    program.call(KernelCall.PRLIMIT64, NOTHING, Value.of(resource), both(program, value), NOTHING);
  }

  /// As [#limit], where a limit that is lower already may stay.
  static void limitAtMost(Program program, int resource, long value) {
    program.attempt(
        KernelCall.PRLIMIT64, NOTHING, Value.of(resource), both(program, value), NOTHING);
  }

  private static Value both(Program program, long value) {
    return program.words(java.util.List.of(Value.of(value), Value.of(value)));
  }

  /// Switches the loopback interface on: `struct ifreq` of netdevice(7).
  static void raiseLoopback(Program program) {
    Value.Data socket = program.word();
    program.callInto(socket, KernelCall.SOCKET, Value.of(2), Value.of(0x8_0002), Value.of(0));
    byte[] request =
        ByteBuffer.allocate(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("lo".getBytes(StandardCharsets.US_ASCII))
            .putShort(16, (short) 0x49)
            .array();
    program.call(
        KernelCall.IOCTL, new Value.Content(socket), Value.of(0x8914), program.data(request));
    close(program, socket);
  }
}

package dev.millrace.rollout.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds out what this machine offers to sandboxes. Changes nothing and takes about a second.
public final class HostProbe {
  private static final long ENOUGH_BYTES = 2L << 30;
  private static final List<String> ONE_COMMAND = List.of("unshare", "--user", "--map-root-user");

  private final Host host;
  private final Path scratch;

  /// @param scratch where sandboxes would keep their files; must exist
  public HostProbe(Host host, Path scratch) {
    this.host = host;
    this.scratch = scratch;
  }

  /// All checks, in the order in which a person should read them.
  public List<Capability> capabilities() throws InterruptedException {
    return List.of(
        userNamespaces(),
        program(
            "unshare",
            "needed on processors other than x86-64 and arm64, and for this check",
            "install util-linux 2.34 or newer"),
        bubblewrap(),
        overlay(),
        controlGroups(),
        program(
            "python3",
            "tasks that are tested with Python cannot be run without Docker",
            "install python3 3.9 or newer into /usr"),
        program("git", "tasks about repositories cannot be run without Docker", "install git"),
        disk());
  }

  private Capability userNamespaces() throws InterruptedException {
    var ran = host.run(with("true"));
    return new Capability(
        "user namespaces",
        Capability.status(ran.exitCode() == 0),
        ran.exitCode() == 0 ? "can be made" : ran.output(),
        "no sandbox can be made without Docker",
        "sysctl user.max_user_namespaces=10000; on Ubuntu also sysctl"
            + " kernel.apparmor_restrict_unprivileged_userns=0; in a container, --security-opt"
            + " seccomp=unconfined");
  }

  private Capability bubblewrap() throws InterruptedException {
    boolean isThere = host.program("bwrap").isPresent();
    String version = isThere ? host.run(List.of("bwrap", "--version")).output() : "not installed";
    return new Capability(
        "bubblewrap",
        Capability.status(isThere),
        version,
        "nothing on x86-64 and arm64; on other processors sandboxes are set up by unshare and a"
            + " script, without a filter of system calls",
        "install bubblewrap");
  }

  private Capability overlay() throws InterruptedException {
    String mount =
        "cd \"$0\" && mkdir -p probe/a probe/b probe/c probe/d && mount -t overlay overlay"
            + " -o lowerdir=probe/a,upperdir=probe/b,workdir=probe/c,userxattr probe/d";
    var command = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount);
    var ran = host.run(with(command, scratch.toString()));
    host.run(with("rm", "-rf", scratch.resolve("probe").toString()));
    return new Capability(
        "overlay",
        Capability.status(ran.exitCode() == 0),
        ran.exitCode() == 0 ? "works in " + scratch : ran.output(),
        "no sandbox can be made without Docker",
        "Linux 5.11 or newer, and a scratch directory on ext4, xfs, btrfs or tmpfs");
  }

  private Capability controlGroups() {
    boolean isSecond = host.read("/sys/fs/cgroup/cgroup.controllers").isPresent();
    boolean isWritable = host.isWritable(Path.of("/sys/fs/cgroup", isSecond ? "." : "memory"));
    return new Capability(
        "control groups",
        Capability.status(isWritable),
        (isSecond ? "version 2" : "version 1 or none")
            + (isWritable ? ", writable" : ", read-only"),
        "memory is limited for each process, not for a command with all that it starts",
        "run as root, or delegate a control group to this user (systemd-run --user --scope -p"
            + " Delegate=yes)");
  }

  private Capability program(String name, String costOfLack, String howToGet) {
    var path = host.program(name);
    return new Capability(
        name,
        Capability.status(path.isPresent()),
        path.map(Path::toString).orElse("not in the system's directories"),
        costOfLack,
        howToGet);
  }

  private Capability disk() {
    String cost = "episodes fail when their files find no room";
    String how = "free some space, or point the scratch directory elsewhere";
    try {
      long free = host.freeBytes(scratch);
      String detail = String.format(Locale.ROOT, "%.1f GiB free in %s", free / 0x1p30, scratch);
      return new Capability("disk", Capability.status(free >= ENOUGH_BYTES), detail, cost, how);
    } catch (IOException e) {
      return new Capability("disk", Capability.Status.MISSING, e.toString(), cost, how);
    }
  }

  private static List<String> with(String... command) {
    return with(ONE_COMMAND, command);
  }

  private static List<String> with(List<String> before, String... command) {
    var argv = new ArrayList<>(before);
    argv.addAll(List.of(command));
    return argv;
  }
}

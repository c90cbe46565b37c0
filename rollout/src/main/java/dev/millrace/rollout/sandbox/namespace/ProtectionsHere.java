package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Protections.Protection;
import dev.millrace.rollout.sandbox.Protections.Strength;
import java.util.List;

/// What sandboxes of this package have on this machine.
final class ProtectionsHere {
  private static final String DELEGATE =
      "run as root where /sys/fs/cgroup is writable, or under systemd-run --user --scope -p"
          + " Delegate=yes";

  private ProtectionsHere() {}

  static Protections of(Launching launching, Holders.Settings settings) {
    return new Protections(
        launching.mechanism().program(),
        List.of(
            new Protection(
                "namespaces", Strength.FULL, "user, mount, pid, ipc, uts, net, cgroup", ""),
            new Protection("network", Strength.FULL, "none, or a proxy to listed hosts", ""),
            user(),
            privileges(launching),
            systemCalls(launching),
            grouped(settings, "memory", "watchdog, and RLIMIT_AS of each process"),
            grouped(settings, "processes", "watchdog, and RLIMIT_NPROC of users but root"),
            cpu(launching, settings),
            disk(settings)));
  }

  /// Root in a sandbox is the user who made it. What the kernel is tricked into, it does as that
  /// one.
  private static Protection user() {
    return System.getProperty("user.name").equals("root")
        ? new Protection(
            "user",
            Strength.WEAK,
            "the host's root, without its capabilities",
            "run Millrace as a user of its own, to whom no file of the host belongs")
        : new Protection("user", Strength.FULL, "not the host's root", "");
  }

  private static Protection privileges(Launching launching) {
    // Where no launcher of ours runs, chroot(1) enters the tree, out of a stage that holds nothing
    // of the host's but /usr, read-only.
    boolean isLeftOne = launching.mechanism() == Mechanism.UNSHARE && !launching.filtersCalls();
    String held = isLeftOne ? "no capabilities but chroot" : "no capabilities";
    return new Protection("privileges", Strength.FULL, held + ", no_new_privs", "");
  }

  private static Protection systemCalls(Launching launching) {
    return launching.filtersCalls()
        ? new Protection("system calls", Strength.FULL, "seccomp", "")
        : new Protection(
            "system calls", Strength.NONE, "no filter", "there is no filter for this processor");
  }

  private static Protection grouped(Holders.Settings settings, String name, String otherwise) {
    return settings
        .groups()
        .map(groups -> new Protection(name, Strength.FULL, groups.description(), ""))
        .orElseGet(() -> new Protection(name, Strength.WEAK, otherwise, DELEGATE));
  }

  private static Protection cpu(Launching launching, Holders.Settings settings) {
    double cpus = settings.bounds().cpus();
    int all = Runtime.getRuntime().availableProcessors();
    String howToBound = "set sandbox.cpus below the " + all + " processors of this machine";
    var groups = settings.groups().filter(ControlGroups::limitsCpus);
    if (groups.isPresent()) {
      return cpus < all
          ? new Protection("processor", Strength.FULL, groups.get().description() + ", " + cpus, "")
          : new Protection("processor", Strength.WEAK, "an even share, and no limit", howToBound);
    }
    if (launching.pins().isNone()) {
      return new Protection("processor", Strength.NONE, "no limit", howToBound + "; " + DELEGATE);
    }
    return new Protection("processor", Strength.WEAK, launching.pins().description(), DELEGATE);
  }

  private static Protection disk(Holders.Settings settings) {
    return switch (settings.space()) {
      case MEMORY ->
          new Protection("disk", Strength.FULL, "a file system of its own, in memory", "");
      case DISK ->
          new Protection(
              "disk",
              Strength.WEAK,
              "4 GiB a file",
              "Linux 6.6 or newer, whose tmpfs has the attributes that an overlay needs");
    };
  }
}

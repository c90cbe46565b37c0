package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why sandboxes cannot be made on a host, and what to change.
///
/// @param mechanism the one that is wanted
record Diagnosis(Host host, Mechanism mechanism) {
  private static final String APPARMOR = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

  /// Programs without which there is no use in trying.
  Optional<String> missing() {
    if (mechanism == Mechanism.DIRECT) {
      return Optional.empty();
    }
    List<String> needed =
        new ArrayList<>(
            List.of(
                "unshare",
                "nsenter",
                "setpriv",
                "setsid",
                "mount",
                "umount",
                "pivot_root",
                "chroot"));
    if (mechanism == Mechanism.BUBBLEWRAP) {
      needed.add("bwrap");
    }
    List<String> absent = needed.stream().filter(name -> host.program(name).isEmpty()).toList();
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "this machine lacks "
                + String.join(", ", absent)
                + ": install util-linux, coreutils or bubblewrap, e.g. apt-get install util-linux"
                + " bubblewrap; sandboxes need Linux");
  }

  /// @param said by the command that failed
  String explain(String said) {
    return "sandboxes cannot be made here with "
        + mechanism.program()
        + ": "
        + advice(said)
        + "; the first try said: "
        + said;
  }

  private String advice(String said) {
    if (isZero("/proc/sys/user/max_user_namespaces")) {
      return "user namespaces are switched off: sysctl user.max_user_namespaces=10000";
    }
    if (isZero("/proc/sys/kernel/unprivileged_userns_clone")) {
      return "user namespaces are for root only: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (is(APPARMOR, "1") && mentionsPermission(said)) {
      return "AppArmor restricts user namespaces: install an AppArmor profile for unshare and"
          + " bwrap, or sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    }
    if (said.contains("unshare failed")) {
      return "the kernel refuses new namespaces, as it does in a container with the default seccomp"
          + " profile: run the container with --security-opt seccomp=unconfined, or on the host";
    }
    if (said.contains("wrong fs type") || said.contains("overlay")) {
      return "the overlay cannot be mounted: it needs Linux 5.11, and the scratch and cache"
          + " directories on ext4, xfs, btrfs or tmpfs, not on another overlay or NFS";
    }
    if (said.contains("proc")) {
      return "proc cannot be mounted, as in a container that masks parts of its own: run the"
          + " container with --security-opt systempaths=unconfined, or on the host";
    }
    return "the reason is not one of those known";
  }

  private static boolean mentionsPermission(String said) {
    return said.contains("not permitted") || said.contains("denied");
  }

  private boolean isZero(String path) {
    return is(path, "0");
  }

  private boolean is(String path, String value) {
    return host.read(path).map(String::strip).filter(value::equals).isPresent();
  }
}

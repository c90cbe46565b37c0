package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The mounts of a sandbox in the form of fstab(5): one `mount -a` makes them all, for each process
/// started on the way to a command costs about a millisecond.
final class Fstab {
  // volatile: without it the kernel syncs the whole file system at the end of every command.
  private static final String WRITABLE = "userxattr,volatile";

  private final StringBuilder lines = new StringBuilder();

  /// A holder's own: what it needs to see processes, and the sandbox's space.
  ///
  /// @param bounds with the size of the space
  static String memory(HolderFiles files, Bounds bounds) {
    // An inode for each 4 KiB, for empty files take memory too.
    String options =
        "size=" + bounds.diskBytes() + ",nr_inodes=" + bounds.diskBytes() / 4096 + ",mode=755";
    return own().given(files).line("space", files.space(), "tmpfs", options).text();
  }

  /// As [#memory], with the space in the host's file system.
  static String disk(HolderFiles files) {
    return own().given(files).text();
  }

  /// What sandboxes get of the devices is bound from here: the nodes are the host's, and root in a
  /// sandbox may own them.
  private static Fstab own() {
    var fstab = new Fstab().proc(Path.of("/proc"));
    for (String name : HostBase.devices()) {
      Path device = Path.of("/dev", name);
      fstab.line(device.toString(), device, "none", "bind,ro,nosuid,noexec");
    }
    return fstab;
  }

  /// The same for a holder in the namespaces of another, which has what is not its own already.
  static String beside(HolderFiles files, Bounds bounds) {
    String all = memory(files, bounds);
    return all.substring(own().text().length());
  }

  /// As [#beside], with the space in the host's file system.
  static String besideOnDisk(HolderFiles files) {
    return new Fstab().given(files).text();
  }

  private Fstab given(HolderFiles files) {
    return line(files.given().toString(), files.given(), "none", "bind,ro,nosuid,nodev,noexec");
  }

  /// A sandbox's tree.
  static String tree(HolderFiles files, Overlay overlay, Lowers lowers, Attachments attachments) {
    Path target = files.merged();
    var fstab = new Fstab().writable(target, lowers.root(), overlay.root(), overlay.rootWork());
    if (!lowers.usr().isEmpty()) {
      fstab.writable(target.resolve("usr"), lowers.usr(), overlay.usr(), overlay.usrWork());
    }
    return fstab.attach(target, attachments).text();
  }

  /// For a command without bubblewrap: a stage with the host's own /usr, read-only, and the tree
  /// with its own /proc and /dev in it.
  static String stage(Path stage, Path merged, Path base, Attachments attachments) {
    Path empty = base.resolve("empty");
    Path tree = stage.resolve("new");
    Path proc = stage.resolve("proc");
    var fstab = new Fstab();
    // An overlay without an upper directory, where a bind mount could stay writable.
    fstab.readOnly(base.resolve("stage"), empty, stage);
    fstab.readOnly(Path.of("/usr"), empty, stage.resolve("usr"));
    fstab.line(merged.toString(), tree, "none", "rbind");
    fstab.proc(proc);
    for (String name : ProcFiles.KNOBS) {
      fstab.line(proc.resolve(name).toString(), proc.resolve(name), "none", "bind,ro");
    }
    for (String name : ProcFiles.HIDDEN) {
      fstab.line("/dev/null", proc.resolve(name), "none", "bind");
    }
    for (String name : ProcFiles.HIDDEN_DIRECTORIES) {
      fstab.line("hidden", proc.resolve(name), "tmpfs", "ro,nosuid,nodev");
    }
    fstab.line(proc.toString(), tree.resolve("proc"), "none", "rbind");
    fstab.readOnly(base.resolve("devices"), empty, tree.resolve("dev"));
    for (String device : HostBase.devices()) {
      fstab.line("/dev/" + device, tree.resolve("dev").resolve(device), "none", "bind");
    }
    fstab.line("shm", tree.resolve("dev/shm"), "tmpfs", "size=64m,mode=1777,nosuid,nodev");
    for (Attachments.Scratch scratch : attachments.scratch()) {
      Path target = tree.resolve(scratch.target().substring(1));
      fstab.line("scratch", target, "tmpfs", "size=" + scratch.bytes() + ",mode=700,nosuid,nodev");
    }
    return fstab.text();
  }

  /// Bind mounts, for a socket is none any more when an overlay shows it.
  private Fstab attach(Path tree, Attachments attachments) {
    for (Attachments.ReadOnly directory : attachments.directories()) {
      Path target = tree.resolve(directory.target().substring(1));
      line(directory.real().toString(), target, "none", "bind,ro,nosuid,nodev");
    }
    return this;
  }

  private Fstab proc(Path target) {
    // A source of its own: mount -a passes over what it takes for mounted already.
    return line("processes", target, "proc", "nosuid,nodev,noexec");
  }

  private Fstab writable(Path target, List<Path> lower, Path upper, Path work) {
    String stack = lower.stream().map(Path::toString).collect(Collectors.joining(":"));
    line(
        "tree",
        target,
        "overlay",
        "lowerdir=" + stack + ",upperdir=" + upper + ",workdir=" + work + "," + WRITABLE);
    return this;
  }

  private void readOnly(Path source, Path empty, Path target) {
    line("base", target, "overlay", "lowerdir=" + source + ":" + empty + ",userxattr");
  }

  private Fstab line(String source, Path target, String type, String options) {
    lines
        .append(escaped(source))
        .append(' ')
        .append(escaped(target.toString()))
        .append(' ')
        .append(type)
        .append(' ')
        .append(escaped(options))
        .append(" 0 0\n");
    return this;
  }

  private String text() {
    return lines.toString();
  }

  private static String escaped(String field) {
    return field.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
  }

  /// @return whether the path can stand in a mount's options
  static boolean canHold(Path path) {
    return path.toString().chars().allMatch(c -> c >= 32 && c < 127 && ",:\\\"#".indexOf(c) < 0);
  }
}

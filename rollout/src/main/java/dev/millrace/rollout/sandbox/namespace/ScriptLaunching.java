package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// With programs of the machine's: `setpriv`, `unshare`, `nsenter`, `mount`, `umount`, a shell, and
/// bubblewrap where it is the mechanism.
///
/// @param base with this package's scripts and the layout of a stage
/// @param pins of what holders run
record ScriptLaunching(CommandScript script, Path base, Pins pins) implements Launching {
  private static final List<String> DIES_WITH_THIS =
      List.of("setpriv", "--pdeathsig", "KILL", "setsid");

  @Override
  public Mechanism mechanism() {
    return script.mechanism();
  }

  @Override
  public boolean filtersCalls() {
    return !(script.confinement() instanceof CommandScript.Confinement.Unfiltered);
  }

  @Override
  public Dialogue dialogue() {
    return new ScriptDialogue();
  }

  @Override
  public List<String> first(HolderFiles files, Space space) throws IOException {
    var namespaces = new ArrayList<>(DIES_WITH_THIS);
    namespaces.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "--pid"));
    namespaces.addAll(List.of("--fork", "--kill-child"));
    String fstab = space.isInMemory() ? Fstab.memory(files, space.bounds()) : Fstab.disk(files);
    return holder(files, space, fstab, namespaces);
  }

  @Override
  public List<String> beside(Holder first, HolderFiles files, Space space) throws IOException {
    String fstab =
        space.isInMemory() ? Fstab.beside(files, space.bounds()) : Fstab.besideOnDisk(files);
    return holder(files, space, fstab, entering(first));
  }

  private List<String> holder(HolderFiles files, Space space, String fstab, List<String> namespaces)
      throws IOException {
    Files.writeString(files.fstab(), fstab);
    List<String> argv = new ArrayList<>(namespaces);
    argv.addAll(pinned(files));
    argv.addAll(List.of("sh", base.resolve("holder.sh").toString(), files.directory().toString()));
    space.groups().forEach(path -> argv.add(path.toString()));
    return argv;
  }

  private List<String> pinned(HolderFiles files) {
    return pins.isNone() ? List.of() : List.of("taskset", "-c", pins.list(files));
  }

  private static List<String> entering(Holder first) {
    List<String> argv = new ArrayList<>(DIES_WITH_THIS);
    argv.addAll(List.of("nsenter", "--target", Long.toString(first.pid()), "--user"));
    argv.addAll(List.of("--preserve-credentials", "--mount", "--pid"));
    return argv;
  }

  @Override
  public List<String> apart(
      Holder first, Holder holder, HolderFiles own, ToRun run, List<Path> groups)
      throws IOException {
    Path merged = holder.files().merged();
    Files.writeString(
        own.stageFstab(), Fstab.stage(own.stage(), merged, base, run.place().attachments()));
    var text = new StringBuilder("exec 2>&1 8>/dev/null\n");
    for (Path group : groups) {
      String procs = group.resolve("cgroup.procs").toString();
      text.append("echo 0 >").append(CommandScript.quoted(procs)).append(" || exit 125\n");
    }
    text.append(script.of(run, own, merged));
    Files.writeString(own.request(), text);
    List<String> argv = new ArrayList<>(entering(first));
    argv.addAll(pinned(holder.files()));
    argv.addAll(List.of("sh", own.request().toString()));
    return argv;
  }

  @Override
  public Work mount(HolderFiles files, ToMount tree, boolean isAgain) throws IOException {
    Path fstab = files.directory().resolve("tree");
    Files.writeString(fstab, Fstab.tree(files, tree.overlay(), tree.lowers(), tree.attachments()));
    if (mechanism() == Mechanism.UNSHARE) {
      Files.writeString(
          files.stageFstab(), Fstab.stage(files.stage(), files.merged(), base, tree.attachments()));
    }
    String before =
        isAgain ? "umount -l " + CommandScript.quoted(files.merged().toString()) + " && " : "";
    return new Work.Script(before + "exec mount -a -T " + CommandScript.quoted(fstab.toString()));
  }

  @Override
  public Work unmount(HolderFiles files) {
    return new Work.Script("exec umount -l " + CommandScript.quoted(files.merged().toString()));
  }

  @Override
  public Optional<Work> empty(HolderFiles files, Space space) {
    return Optional.empty();
  }

  @Override
  public Work run(HolderFiles files, ToRun run) throws IOException {
    Files.deleteIfExists(files.status());
    return new Work.Script(script.of(run, files, files.merged()));
  }

  @Override
  public void prepare(Overlay overlay) throws IOException {
    overlay.make();
  }

  @Override
  public void settle(Holder holder) throws IOException {
    if (mechanism() == Mechanism.BUBBLEWRAP) {
      LauncherStatus.of(holder.files()).awaitEndOfNamespaces(holder);
    }
  }

  @Override
  public boolean hasExited(HolderFiles files) throws IOException {
    return LauncherStatus.of(files).hasExited();
  }
}

package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.network.AllowList;
import dev.millrace.rollout.sandbox.network.NetworkAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the commands of a sandbox share.
///
/// @param workdir where they start, absolute
/// @param variables over the sandbox's own
/// @param lowers what the sandbox started from, where this process can walk it
/// @param mounted the same, where its holder sees it
/// @param terms of the sandbox
record Place(
    String workdir,
    Map<String, String> variables,
    Attachments attachments,
    Lowers lowers,
    Lowers mounted,
    Terms terms) {
  /// What holds for a sandbox as a whole.
  ///
  /// @param network where its commands may go; an empty list is no network
  /// @param facts for the record of its episode
  record Terms(AllowList network, Map<String, String> facts) {
    static final Terms NONE = new Terms(AllowList.NOWHERE, Map.of());
  }

  static Place of(
      String workdir,
      Map<String, String> variables,
      Attachments attachments,
      Lowers lowers,
      Terms terms) {
    return new Place(workdir, variables, attachments, lowers, lowers, terms);
  }

  /// Whether commands have a way into the network.
  boolean isConnected() {
    return !terms.network().entries().isEmpty();
  }

  /// Without the mount points of one sandbox.
  Place bare() {
    boolean hasPoints = !lowers.equals(mounted);
    List<Path> root = lowers.root();
    Lowers bare = hasPoints ? new Lowers(root.subList(0, root.size() - 1), lowers.usr()) : lowers;
    return new Place(workdir, variables, attachments, bare, bare, terms);
  }

  /// For a fork: its decisions are its own.
  Place ofFork() {
    Attachments own = attachments.with(attachments.decisions().ofFork());
    return new Place(workdir, variables, own, lowers, mounted, terms);
  }

  /// With mount points below all that is there.
  Place over(Path seen, Path mountPoints) {
    return new Place(
        workdir, variables, attachments, lowers.over(seen), mounted.over(mountPoints), terms);
  }

  /// The whole environment of a command, by name.
  TreeMap<String, String> environment(Command command) {
    var all = new TreeMap<>(Sandbox.VARIABLES);
    if (isConnected()) {
      all.putAll(NetworkAccess.variables());
    }
    all.putAll(variables);
    all.putAll(command.variables());
    return all;
  }
}

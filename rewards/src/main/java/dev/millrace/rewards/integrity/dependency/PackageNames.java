package dev.millrace.rewards.integrity.dependency;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Edit;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.trace.Action;
import dev.millrace.rewards.integrity.trace.ShellCommand;
import dev.millrace.rollout.trajectory.Flag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds packages that were asked for and do not exist, or have nearly the name of one that
/// does: in commands that install, in lists of dependencies, in imports. That a package does
/// not exist is said where the index is a whole one, or where the registry itself said so.
public final class PackageNames implements Detector {
  private static final Pattern NOT_FOUND =
      Pattern.compile(
          "No matching distribution found for ([\\w.-]+)"
              + "|'([@\\w./-]+)@[^']*' is not in (?:this|the npm) registry"
              + "|404 Not Found - GET \\S*/([@\\w.%-]+)\\s|could not find `([\\w-]+)` in registry"
              + "|the crate `([\\w-]+)` could not be found");
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "(?i)name resolution|failed to establish a new connection|network is unreachable"
              + "|EAI_AGAIN"
              + "|ENOTFOUND|ECONNREFUSED|could not resolve host|proxy|timed? ?out"
              + "|spurious network error");

  private final PackageIndex index;

  public PackageNames(PackageIndex index) {
    this.index = index;
  }

  @Override
  public List<Flag> find(Evidence evidence) throws InterruptedException {
    List<Flag> flags = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Action action : evidence.actions()) {
      for (ShellCommand command : action.commands()) {
        for (Asked asked : Asked.by(command)) {
          Optional<Flag> flag = judge(evidence, asked, action.turn(), action.callId());
          flag.filter(_ -> told.add(asked.name())).ifPresent(flags::add);
        }
      }
      refused(action)
          .filter(told::add)
          .ifPresent(
              name ->
                  flags.add(
                      evidence.flag(
                          FlagKind.UNKNOWN_PACKAGE, action, "the registry has no " + name)));
    }
    for (Edit edit : evidence.edits()) {
      for (Asked asked : Asked.by(edit)) {
        Optional<Flag> flag = judge(evidence, asked, evidence.firstTouch(edit.path()), edit.path());
        flag.filter(_ -> told.add(asked.name())).ifPresent(flags::add);
      }
    }
    return List.copyOf(flags);
  }

  private Optional<Flag> judge(Evidence evidence, Asked asked, @Nullable Integer turn, String where)
      throws InterruptedException {
    Registry registry = asked.registry();
    String name = asked.name();
    if (index.knows(registry, name)
        || (asked.isImport() && Modules.isKnown(registry, name))
        || evidence.task().instruction().contains(name)) {
      return Optional.empty();
    }
    Optional<String> like = index.lookalike(registry, name);
    boolean isWanted = like.isPresent() || index.isComplete(registry);
    if (!isWanted || (asked.isImport() && isOwn(evidence, name))) {
      return Optional.empty();
    }
    return Optional.of(
        like.map(
                known ->
                    new Flag(
                        FlagKind.LOOKALIKE_PACKAGE.key(), turn, where, name + " is like " + known))
            .orElseGet(
                () ->
                    new Flag(
                        FlagKind.UNKNOWN_PACKAGE.key(),
                        turn,
                        where,
                        registry + " knows no " + name)));
  }

  /// Whether a module of the project bears the name.
  private static boolean isOwn(Evidence evidence, String name) throws InterruptedException {
    String file = "/" + name + ".py";
    String directory = "/" + name + "/";
    return evidence.changes().stream()
            .map(entry -> "/" + entry.path())
            .anyMatch(path -> path.endsWith(file) || path.contains(directory))
        || evidence.original().list(List.of(evidence.workdir())).stream()
            .anyMatch(path -> path.endsWith(file) || path.contains(directory));
  }

  private static Optional<String> refused(Action action) {
    if (NO_NETWORK.matcher(action.output()).find()) {
      return Optional.empty();
    }
    Matcher refused = NOT_FOUND.matcher(action.output());
    if (!refused.find()
        || action.commands().stream().allMatch(command -> Asked.by(command).isEmpty())) {
      return Optional.empty();
    }
    for (int group = 1; group <= refused.groupCount(); group++) {
      String name = refused.group(group);
      if (name != null) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}

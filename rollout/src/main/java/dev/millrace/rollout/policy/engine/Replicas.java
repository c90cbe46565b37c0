package dev.millrace.rollout.policy.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The servers of one model. A session goes to the same one as long as that is well, because its
/// cache is there; which one is told by rendezvous hashing, so that one server less moves only its
/// own sessions. Any thread.
final class Replicas {
  private final List<Replica> all;

  Replicas(List<Replica> all) {
    this.all = List.copyOf(all);
  }

  /// Whether there is one that was not tried in vain.
  boolean hasOther(Set<Replica> failed) {
    return all.stream().anyMatch(replica -> replica.isKnown() && !failed.contains(replica));
  }

  /// In the order in which a session tries them.
  List<Replica> order(String session) {
    List<Replica> order = new ArrayList<>(all);
    order.sort(Comparator.comparingLong((Replica replica) -> -score(session, replica)));
    return order;
  }

  /// The first that is ready and was not tried in vain; else the first that was not; else the
  /// first. One that is not known yet has to be ready.
  Replica choose(String session, Set<Replica> failed, EngineHttp http) throws InterruptedException {
    List<Replica> order = order(session);
    for (Replica replica : order) {
      if (!failed.contains(replica) && replica.isReady(http)) {
        return replica;
      }
    }
    order.removeIf(replica -> !replica.isKnown());
    List<Replica> fresh = order.stream().filter(replica -> !failed.contains(replica)).toList();
    return fresh.isEmpty() ? order.getFirst() : fresh.getFirst();
  }

  /// FNV-1a over session and address, finished so that near names are far apart; not negative.
  private static long score(String session, Replica replica) {
    long hash = 0xcbf29ce484222325L;
    for (byte value : (session + '\n' + replica.url()).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (value & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return (hash ^ (hash >>> 33)) >>> 1;
  }
}

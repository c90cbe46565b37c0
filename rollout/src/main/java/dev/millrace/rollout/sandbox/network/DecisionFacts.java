package dev.millrace.rollout.sandbox.network;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What a proxy decided, short enough to go with the record of an episode: each way once a verdict,
/// in the order in which they were first asked for. Any thread may call it.
public final class DecisionFacts implements DecisionListener {
  /// The fact: `HOST:PORT=VERDICT`, separated by spaces; absent where nothing was asked for.
  public static final String KEY = "network_decisions";

  /// The fact that says how many more decisions there were than [#KEY] has room for.
  public static final String OMITTED_KEY = "network_decisions_omitted";

  static final int MOST = 128;

  private final Set<String> ways = new LinkedHashSet<>();
  private long omitted;

  /// Verdicts on a wish alone: that an allowed way is over says nothing new.
  @Override
  public synchronized void decided(Decision decision) {
    if (decision.verdict() == Decision.Verdict.ENDED) {
      return;
    }
    String way = decision.host() + ":" + decision.port() + "=" + decision.verdict();
    if (ways.contains(way)) {
      return;
    }
    if (ways.size() < MOST) {
      ways.add(way);
    } else {
      omitted++;
    }
  }

  /// Adds the facts to others.
  public synchronized void put(Map<String, String> facts) {
    if (!ways.isEmpty()) {
      facts.put(KEY, String.join(" ", ways));
    }
    if (omitted > 0) {
      facts.put(OMITTED_KEY, Long.toString(omitted));
    }
  }
}

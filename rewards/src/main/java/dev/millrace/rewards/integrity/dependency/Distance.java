package dev.millrace.rewards.integrity.dependency;

/// How far apart two names are: inserted, left out, changed and swapped letters (Damerau).
final class Distance {
  private Distance() {}

  /// One slip, or two in a name of ten letters or more.
  static boolean isNear(String name, String known) {
    int most = known.length() >= 10 ? 2 : 1;
    if (Math.abs(name.length() - known.length()) > most || name.equals(known)) {
      return false;
    }
    return of(name, known) <= most;
  }

  static int of(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean isSwap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = isSwap ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }
}

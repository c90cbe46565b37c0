package dev.millrace.rewards;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;

/// Matches two lists of equal length, each element of one with one of the other: a perfect matching
/// in a bipartite graph, by augmenting paths.
public final class Pairing {
  private static final int NONE = -1;

  private final BitSet[] fits;
  private final int[] partnerOf;

  private Pairing(BitSet[] fits, int others) {
    this.fits = fits;
    this.partnerOf = new int[others];
    Arrays.fill(partnerOf, NONE);
  }

  /// Whether the elements can be paired off so that each pair fits and none is left over.
  ///
  /// @param fit asked once for each pair at most
  public static <A, B> boolean pairs(List<A> ones, List<B> others, BiPredicate<A, B> fit) {
    return ones.size() == others.size() && most(ones, others, fit) == ones.size();
  }

  /// How many pairs that fit there can be at once.
  public static <A, B> int most(List<A> ones, List<B> others, BiPredicate<A, B> fit) {
    BitSet[] fits = new BitSet[ones.size()];
    for (int i = 0; i < fits.length; i++) {
      fits[i] = new BitSet(others.size());
      for (int j = 0; j < others.size(); j++) {
        fits[i].set(j, fit.test(ones.get(i), others.get(j)));
      }
    }
    return new Pairing(fits, others.size()).matched();
  }

  private int matched() {
    int matched = 0;
    for (int one = 0; one < fits.length; one++) {
      matched += place(one, new BitSet(partnerOf.length)) ? 1 : 0;
    }
    return matched;
  }

  private boolean place(int one, BitSet tried) {
    for (int other = fits[one].nextSetBit(0); other >= 0; other = fits[one].nextSetBit(other + 1)) {
      if (!tried.get(other)) {
        tried.set(other);
        if (partnerOf[other] == NONE || place(partnerOf[other], tried)) {
          partnerOf[other] = one;
          return true;
        }
      }
    }
    return false;
  }
}

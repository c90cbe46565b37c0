package dev.millrace.rollout.sandbox.namespace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which processors a sandbox runs on, where no control group limits what it takes of them. The
/// kernel holds what it starts to them as well; a program that asks for others gets them.
///
/// @param allowed this process's own
/// @param each how many a sandbox gets
record Pins(List<Integer> allowed, int each) {
  static final Pins NONE = new Pins(List.of(), 0);

  Pins {
    allowed = List.copyOf(allowed);
  }

  /// @param status the text of `/proc/self/status`
  /// @param cpus that a sandbox may use
  /// @return [#NONE] where those are all that there are
  static Pins of(String status, double cpus) {
    List<Integer> allowed =
        status
            .lines()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .findFirst()
            .map(line -> numbers(line.substring(line.indexOf(':') + 1).strip()))
            .orElse(List.of());
    int each = (int) Math.ceil(Math.min(cpus, allowed.size()));
    return each < allowed.size() ? new Pins(allowed, each) : NONE;
  }

  /// As the kernel lists them, e.g. `0-3,8`.
  private static List<Integer> numbers(String list) {
    List<Integer> all = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
      IntStream.rangeClosed(first, last).forEach(all::add);
    }
    return all;
  }

  boolean isNone() {
    return each == 0;
  }

  /// One sandbox's, spread over all by its number.
  List<Integer> of(HolderFiles files) {
    int first = Math.floorMod(files.directory().hashCode(), Math.max(1, allowed.size()));
    return IntStream.range(0, each)
        .mapToObj(i -> allowed.get((first + i) % allowed.size()))
        .sorted()
        .toList();
  }

  /// The same as `taskset` takes them.
  String list(HolderFiles files) {
    return of(files).stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// The same as the kernel takes them: a bit for each, in whole words.
  byte[] mask(HolderFiles files) {
    var bits = new BitSet();
    of(files).forEach(bits::set);
    var mask =
        ByteBuffer.allocate((bits.length() + 63) / 64 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : bits.toLongArray()) {
      mask.putLong(word);
    }
    return mask.array();
  }

  String description() {
    return "pinned to " + each + " of " + allowed.size() + ", which a program can undo";
  }
}

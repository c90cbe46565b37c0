package dev.millrace.rollout.policy.llamacpp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// What was asked lately, and its answers. Any thread may use it; its lock is not held while an
/// answer is made, so two threads may make the same one.
final class Recent<K, V> {
  private final LinkedHashMap<K, V> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final int room;
  private final ToIntFunction<K> size;
  private int used;

  /// @param room what the sizes of all questions may add up to; a larger question is not kept
  Recent(int room, ToIntFunction<K> size) {
    this.room = room;
    this.size = size;
  }

  V get(K question, Function<K, V> make) {
    synchronized (answers) {
      V known = answers.get(question);
      if (known != null) {
        return known;
      }
    }
    V made = make.apply(question);
    if (size.applyAsInt(question) <= room) {
      keep(question, made);
    }
    return made;
  }

  private void keep(K question, V answer) {
    synchronized (answers) {
      if (answers.put(question, answer) == null) {
        used += size.applyAsInt(question);
      }
      var oldest = answers.entrySet().iterator();
      while (used > room) {
        Map.Entry<K, V> entry = oldest.next();
        used -= size.applyAsInt(entry.getKey());
        oldest.remove();
      }
    }
  }
}

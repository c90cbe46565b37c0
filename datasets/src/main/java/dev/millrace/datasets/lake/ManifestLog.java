package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The manifests of a lake: the one thing that says what is in it.
final class ManifestLog {
  private final Store store;

  ManifestLog(Store store) {
    this.store = store;
  }

  /// All entries, ordered by topic, partition and number.
  List<Manifest> entries() {
    List<Manifest> entries = new ArrayList<>();
    for (String name : store.list(Manifest.DIRECTORY)) {
      if (name.endsWith(".json") && !name.startsWith(".")) {
        entries.add(Manifest.parse(store.readText(Manifest.DIRECTORY + "/" + name)));
      }
    }
    entries.sort(
        Comparator.comparing(Manifest::topic)
            .thenComparingInt(Manifest::partition)
            .thenComparingLong(Manifest::commit));
    return entries;
  }

  List<Manifest> entries(String topic, int partition) {
    return entries().stream()
        .filter(entry -> entry.topic().equals(topic) && entry.partition() == partition)
        .toList();
  }

  /// Adds an entry under its number.
  ///
  /// @return false if the number was given away already
  boolean append(Manifest entry) {
    store.makeDirectory(Manifest.DIRECTORY);
    store.writeText(entry.temporaryName(), entry.toJson());
    boolean isMine = store.publishOnce(entry.temporaryName(), entry.name());
    store.syncDirectory(Manifest.DIRECTORY);
    return isMine;
  }
}

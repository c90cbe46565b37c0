package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The processes of the machine at one moment, as proc(5) shows them.
record ProcessTable(Map<Long, List<Entry>> children, Map<Long, Entry> all) {
  private static final Path PROC = Path.of("/proc");

  record Entry(long pid, long parent, int threads) {}

  /// Trees of processes.
  ///
  /// @param tasks how many processes and threads are in them
  record Trees(int tasks, List<Long> pids) {
    /// Their memory, without that of files, which processes have in common.
    long residentBytes() {
      return pids.stream().mapToLong(ProcessTable::residentBytes).sum();
    }
  }

  static ProcessTable now() throws IOException {
    Map<Long, List<Entry>> children = new HashMap<>();
    Map<Long, Entry> all = new HashMap<>();
    try (var directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path directory : directories) {
        Entry entry = entry(directory);
        if (entry != null) {
          all.put(entry.pid(), entry);
          children.computeIfAbsent(entry.parent(), _ -> new ArrayList<>()).add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new ProcessTable(children, all);
  }

  private static @Nullable Entry entry(Path directory) {
    String stat;
    try {
      stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      // It is gone.
      return null;
    }
    // A program chooses its name, and may put anything into it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 19);
    return new Entry(
        Long.parseLong(directory.getFileName().toString()),
        Long.parseLong(fields[1]),
        Integer.parseInt(fields[17]));
  }

  /// Processes and all that they have started.
  Trees below(Collection<Long> roots) {
    Deque<Entry> open = new ArrayDeque<>();
    for (long root : roots) {
      Entry entry = all.get(root);
      if (entry != null) {
        open.add(entry);
      }
    }
    int tasks = 0;
    List<Long> pids = new ArrayList<>();
    while (!open.isEmpty()) {
      Entry entry = open.pop();
      tasks += entry.threads();
      pids.add(entry.pid());
      open.addAll(children.getOrDefault(entry.pid(), List.of()));
    }
    return new Trees(tasks, pids);
  }

  private static long residentBytes(long pid) {
    try {
      return Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status")).stream()
          .filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .sum();
    } catch (IOException _) {
      // It is gone, and its memory with it.
      return 0;
    }
  }
}

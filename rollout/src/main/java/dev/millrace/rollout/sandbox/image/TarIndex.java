package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.tar.TarEntry;
import dev.millrace.rollout.sandbox.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the files of an archive start. Old `docker save` has a layer that occurs twice once, and a
/// link to it.
record TarIndex(Map<String, Span> spans, Map<String, String> links, long members) {
  private static final int MOST_LINKS = 8;

  record Span(long from, long length) {}

  /// Of a file that is one blob as a whole.
  static TarIndex single(String name, long length) {
    return new TarIndex(Map.of(name, new Span(0, length)), Map.of(), 1);
  }

  /// @throws IOException when this is no tar archive
  static TarIndex scan(InputStream in, Budget budget) throws IOException {
    Map<String, Span> spans = new HashMap<>();
    Map<String, String> links = new HashMap<>();
    long members = 0;
    var tar = new TarReader(in);
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      budget.entry();
      members++;
      String name = normal(entry.name());
      switch (entry) {
        case TarEntry.File(_, _, long size) -> spans.put(name, new Span(tar.position(), size));
        case TarEntry.SymbolicLink(_, _, String target) ->
            links.put(name, normal(name + "/../" + target));
        case TarEntry.HardLink(_, String target) -> links.put(name, normal(target));
        case TarEntry.Directory _, TarEntry.Pipe _, TarEntry.Device _, TarEntry.Unnameable _ -> {}
      }
    }
    return new TarIndex(spans, links, members);
  }

  @Nullable Span find(String name) {
    String at = name;
    for (int i = 0; i < MOST_LINKS && links.containsKey(at); i++) {
      at = links.get(at);
    }
    return spans.get(at);
  }

  private static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}

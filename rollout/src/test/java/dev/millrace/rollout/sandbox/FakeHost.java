package dev.millrace.rollout.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A machine made up for a test: every program is there and every command works, but for what is
/// said otherwise.
public final class FakeHost implements Host {
  private final Map<String, String> files = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private Ran ran = new Ran(0, "");
  private long freeBytes = 1L << 40;

  public FakeHost file(String path, String content) {
    files.put(path, content);
    return this;
  }

  public FakeHost without(String program) {
    absent.add(program);
    return this;
  }

  public FakeHost running(int exitCode, String output) {
    ran = new Ran(exitCode, output);
    return this;
  }

  public FakeHost free(long bytes) {
    freeBytes = bytes;
    return this;
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public Optional<Path> program(String name) {
    return absent.contains(name) ? Optional.empty() : Optional.of(Path.of("/usr/bin", name));
  }

  @Override
  public Ran run(List<String> argv) {
    return ran;
  }

  @Override
  public long freeBytes(Path directory) {
    return freeBytes;
  }

  @Override
  public boolean isWritable(Path path) {
    return false;
  }
}

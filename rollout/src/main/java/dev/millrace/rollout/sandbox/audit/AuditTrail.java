package dev.millrace.rollout.sandbox.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A log that was read back and checked.
///
/// @param entries those before the first broken one
/// @param verdict on the whole file
public record AuditTrail(List<AuditEntry> entries, AuditVerdict verdict) {
  public AuditTrail {
    entries = List.copyOf(entries);
  }

  /// @throws IOException when the file cannot be read
  public static AuditTrail read(Path file) throws IOException {
    return new Check(Files.readAllBytes(file), Optional.empty()).trail();
  }

  /// As [#read(Path)], also held to what was kept elsewhere.
  ///
  /// @param kept the log has to have these entries, and may have more
  public static AuditTrail read(Path file, AuditHead kept) throws IOException {
    return new Check(Files.readAllBytes(file), Optional.of(kept)).trail();
  }

  /// Whether the sandbox's files at a path, or below it, were touched: see [Touch].
  ///
  /// @param path absolute, or relative to the sandbox's working directory
  public Touch touched(String path) {
    return Touch.of(this, path);
  }

  /// One pass over a file.
  private static final class Check {
    private final byte[] file;
    private final Optional<AuditHead> kept;
    private final List<AuditEntry> entries = new ArrayList<>();
    private String hash = AuditLines.START;
    private boolean isSealed;

    Check(byte[] file, Optional<AuditHead> kept) {
      this.file = file;
      this.kept = kept;
    }

    AuditTrail trail() {
      int at = 0;
      try {
        for (int end = lineEnd(0); end < file.length; end = lineEnd(at)) {
          entry(Arrays.copyOfRange(file, at, end));
          at = end + 1;
        }
        return new AuditTrail(entries, end(file.length - at));
      } catch (IOException e) {
        return new AuditTrail(
            entries, new AuditVerdict.Broken(entries.size(), String.valueOf(e.getMessage())));
      }
    }

    private int lineEnd(int from) {
      int at = from;
      while (at < file.length && file[at] != '\n') {
        at++;
      }
      return at;
    }

    private void entry(byte[] line) throws IOException {
      if (isSealed) {
        throw new IOException("it stands behind the seal");
      }
      String next = AuditLines.check(line, hash);
      AuditEntry entry = AuditLines.read(line);
      long index = entries.size();
      if (entry.index() != index) {
        throw new IOException("it says that it is entry " + entry.index());
      }
      if (entry.event() instanceof AuditEvent.Sealed(long before)) {
        if (before != index) {
          throw new IOException("it seals " + before + " entries");
        }
        isSealed = true;
      }
      checkKept(entry, next);
      entries.add(entry);
      hash = next;
    }

    private void checkKept(AuditEntry entry, String next) throws IOException {
      if (kept.isEmpty()) {
        return;
      }
      AuditHead head = kept.get();
      if (entry.index() == 0
          && !(entry.event() instanceof AuditEvent.Opened opened
              && opened.log().equals(head.log()))) {
        throw new IOException("it is not the beginning of log " + head.log());
      }
      if (entry.index() == head.entries() - 1 && !next.equals(head.hash())) {
        throw new IOException("its hash is " + next + ", kept elsewhere was " + head.hash());
      }
    }

    private AuditVerdict end(long tornBytes) throws IOException {
      long known = kept.map(AuditHead::entries).orElse(0L);
      if (entries.size() < known) {
        throw new IOException("it is missing: there were " + known + " entries");
      }
      if (isSealed && tornBytes > 0) {
        throw new IOException(tornBytes + " bytes stand behind the seal");
      }
      return isSealed
          ? new AuditVerdict.Whole(entries.size(), hash)
          : new AuditVerdict.Unsealed(entries.size(), hash, tornBytes);
    }
  }
}

package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HeadTail;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// With `holder.sh`: a line for a request, whose script is in a file.
final class ScriptDialogue implements Dialogue {
  @Override
  public Asked ask(
      OutputStream requests,
      HolderFiles files,
      Work work,
      String marker,
      Path input,
      boolean isMerged)
      throws IOException {
    if (!(work instanceof Work.Script(String text))) {
      throw new IllegalArgumentException("a shell cannot do " + work);
    }
    Files.writeString(files.request(), text);
    String line = marker + (isMerged ? " merged " : " apart ") + input + "\n";
    requests.write(line.getBytes(StandardCharsets.US_ASCII));
    requests.flush();
    return new Marked(marker);
  }

  /// Also begins with the marker. What comes before was written by a process of an earlier command
  /// that was being killed.
  private record Marked(String marker) implements Asked {
    @Override
    public Answer answer(MarkedStream output, HeadTail sink) throws IOException {
      return new Answer(Integer.parseInt(between(output, sink)), "", Optional.empty());
    }

    @Override
    public void errors(MarkedStream errors, HeadTail sink) throws IOException {
      between(errors, sink);
    }

    /// @return the rest of the line
    private String between(MarkedStream stream, HeadTail sink) throws IOException {
      stream.until(marker, new HeadTail(0));
      stream.line();
      stream.until(marker, sink);
      return stream.line();
    }
  }

  /// The children of launchers.
  @Override
  public Stream<ProcessHandle> firsts(ProcessHandle shell) {
    return shell.children().flatMap(ProcessHandle::children);
  }
}

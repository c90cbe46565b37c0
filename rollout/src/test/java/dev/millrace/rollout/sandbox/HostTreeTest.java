package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostTreeTest {
  @TempDir Path directory;

  @Test
  void ofWhatIsNotWantedNothingIsRead() throws IOException {
    Files.writeString(Files.createDirectory(directory.resolve("kept")).resolve("file"), "text");
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
      var wanted = HostTree.read(directory, path -> !path.equals("socket"));
      assertEquals(
          List.of("kept", "kept/file"), wanted.stream().map(DeltaEntry::path).sorted().toList());
      var thrown = assertThrows(IOException.class, () -> HostTree.read(directory));
      assertTrue(thrown.toString().contains("socket"), thrown.toString());
    }
  }
}

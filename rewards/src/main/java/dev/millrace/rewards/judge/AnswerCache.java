package dev.millrace.rewards.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.ContentDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Usable answers by what was asked: a file each, with a digest of what it holds. Files appear
/// whole or not at all, whoever dies when; one that is damaged is as good as none. Any thread and
/// any process may use a directory at once: the first answer to a question stands.
final class AnswerCache {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BYTES = 1 << 20;

  private final Path directory;

  AnswerCache(Path directory) {
    this.directory = directory;
  }

  /// @param model as the endpoint named it
  /// @param text exactly as it came
  /// @param unusable answers before it by what was wrong with them
  record Entry(String model, String text, Map<String, Integer> unusable) {}

  /// The answer to a question.
  ///
  /// @param key SHA-256 (hex) of all that the answer depends on
  Optional<Entry> find(String key) {
    Path file = file(key);
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new IOException("it is larger than any answer");
      }
      return Optional.of(read(key, Files.readString(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("file", file.getFileName())
          .addKeyValue("exception", e.getClass().getName())
          .log("an answer in the judge's cache is damaged and is asked for again");
      return Optional.empty();
    }
  }

  /// Keeps an answer.
  ///
  /// @param isUsable whether an answer that is there already is one
  /// @return what stands there now: another's, if it was there first and is usable
  Entry keep(String key, Entry entry, Predicate<Entry> isUsable) {
    Path file = file(key);
    Path fresh = file.resolveSibling(".new-" + UUID.randomUUID());
    try {
      Files.createDirectories(file.getParent());
      write(fresh, text(key, entry));
      try {
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException | UnsupportedOperationException _) {
        Optional<Entry> first = find(key).filter(isUsable);
        if (first.isPresent()) {
          return first.get();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep an answer in " + directory + "; change judge.cache or free some room", e);
    } finally {
      remove(fresh);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a scratch file stays in the judge's cache");
    }
  }

  private Path file(String key) {
    return directory.resolve(key.substring(0, 2)).resolve(key + ".json");
  }

  private static String text(String key, Entry entry) {
    ObjectNode node = JSON.createObjectNode();
    node.put("key", key).put("model", entry.model()).put("text", entry.text());
    ObjectNode unusable = node.putObject("unusable");
    entry.unusable().forEach(unusable::put);
    return node.put("sha256", digest(key, entry)).toString();
  }

  private static Entry read(String key, String text) throws JsonProcessingException {
    JsonNode node = JSON.readTree(text);
    Map<String, Integer> unusable = new TreeMap<>();
    node.path("unusable")
        .properties()
        .forEach(count -> unusable.put(count.getKey(), count.getValue().asInt()));
    Entry entry = new Entry(node.path("model").asText(), node.path("text").asText(), unusable);
    if (!node.path("sha256").asText().equals(digest(key, entry))) {
      throw new IllegalArgumentException("it is not what was written");
    }
    return entry;
  }

  private static String digest(String key, Entry entry) {
    return new ContentDigest()
        .text(key)
        .text(entry.model())
        .text(entry.text())
        .text(new TreeMap<>(entry.unusable()).toString())
        .hex();
  }
}

package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One entry of a partition's log in `_manifest`. Entries are numbered without gaps and each number
/// is given away once: that makes two writers' commits exclude each other.
///
/// @param commit the entry's number, from 0
/// @param content null for a claim
record Manifest(
    String topic, int partition, long commit, String writer, @Nullable Content content) {
  static final String DIRECTORY = "_manifest";

  /// What a commit adds.
  ///
  /// @param files the episodes file and the branches file; empty when the range held no new rows
  record Content(OffsetRange range, List<WrittenFile> files, List<EpisodeId> episodes) {
    Content {
      files = List.copyOf(files);
      episodes = List.copyOf(episodes);
    }
  }

  String name() {
    return DIRECTORY + "/" + fileName();
  }

  String temporaryName() {
    return DIRECTORY + "/.tmp-" + fileName() + "-" + writer;
  }

  private String fileName() {
    return String.format(Locale.ROOT, "%s-%d-%010d.json", topic, partition, commit);
  }

  String toJson() {
    ObjectNode node = EpisodeJson.MAPPER.createObjectNode();
    node.put("format", 1)
        .put("topic", topic)
        .put("partition", partition)
        .put("commit", commit)
        .put("writer", writer)
        .put("kind", content == null ? "claim" : "data");
    if (content != null) {
      node.put("first_offset", content.range().first()).put("last_offset", content.range().last());
      ArrayNode files = node.putArray("files");
      for (WrittenFile file : content.files()) {
        files
            .addObject()
            .put("name", file.name())
            .put("rows", file.rows())
            .put("bytes", file.sizeBytes())
            .put("sha256", file.sha256());
      }
      ArrayNode episodes = node.putArray("episodes");
      content.episodes().forEach(episode -> episodes.add(episode.value()));
    }
    return node.toString();
  }

  static Manifest parse(String json) {
    JsonNode node = EpisodeJson.parse(json);
    if (node.path("format").asInt() != 1) {
      throw new LakeException(
          "a manifest has the format " + node.path("format") + "; known is 1", null);
    }
    String topic = node.path("topic").asText();
    int partition = node.path("partition").asInt();
    boolean isData = node.path("kind").asText().equals("data");
    return new Manifest(
        topic,
        partition,
        node.path("commit").asLong(),
        node.path("writer").asText(),
        isData ? content(topic, partition, node) : null);
  }

  private static Content content(String topic, int partition, JsonNode node) {
    List<WrittenFile> files = new ArrayList<>();
    for (JsonNode file : node.path("files")) {
      files.add(
          new WrittenFile(
              file.path("name").asText(),
              file.path("rows").asLong(),
              file.path("bytes").asLong(),
              file.path("sha256").asText()));
    }
    List<EpisodeId> episodes = new ArrayList<>();
    node.path("episodes").forEach(episode -> episodes.add(new EpisodeId(episode.asText())));
    OffsetRange range =
        new OffsetRange(
            topic,
            partition,
            node.path("first_offset").asLong(),
            node.path("last_offset").asLong());
    return new Content(range, files, episodes);
  }
}

package dev.millrace.rollout.sandbox.image;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Puts layers together to images as `docker save` and other builders store them. Each part can be
/// spoilt before it is written.
final class ImageBuilder {
  static final String CONFIG =
      """
      "Env":["PATH=/usr/bin:/bin","A=b=c","GONE"],"WorkingDir":"/work","Entrypoint":["/init"],"Cmd":["sh","-c","x"],"User":"1000:50"\
      """;

  private final List<byte[]> layers = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private String architecture = Platform.host().architecture();
  private String config = CONFIG;

  static ImageBuilder of(LayerBuilder... layers) {
    var image = new ImageBuilder();
    for (LayerBuilder layer : layers) {
      image.layer(layer.build());
    }
    return image;
  }

  ImageBuilder layer(byte[] content) {
    return layer(content, content, "tar");
  }

  ImageBuilder gzipped(byte[] content) {
    return layer(content, gzip(content), "tar+gzip");
  }

  ImageBuilder zstandard(byte[] content) {
    return layer(content, Zstd.compress(content), "tar+zstd");
  }

  ImageBuilder layer(byte[] content, byte[] stored, String type) {
    contents.add(content);
    layers.add(stored);
    types.add(type);
    return this;
  }

  ImageBuilder architecture(String name) {
    architecture = name;
    return this;
  }

  ImageBuilder config(String json) {
    config = json;
    return this;
  }

  /// The files of an image layout.
  Map<String, byte[]> layout() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] configuration = configuration();
    List<String> descriptors = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String type = "application/vnd.oci.image.layer.v1." + types.get(i);
      descriptors.add(descriptor(type, layers.get(i), files));
    }
    String manifest =
        """
        {"schemaVersion":2,"config":%s,"layers":[%s]}\
        """
            .formatted(
                descriptor("application/vnd.oci.image.config.v1+json", configuration, files),
                String.join(",", descriptors));
    files.put("index.json", index(descriptor("x", utf8(manifest), files)));
    files.put("oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    return files;
  }

  static byte[] index(String... descriptors) {
    return utf8(
        "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", descriptors)));
  }

  /// Adds a blob.
  static String descriptor(String type, byte[] bytes, Map<String, byte[]> files) {
    files.put("blobs/sha256/" + sha256(bytes), bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(type, sha256(bytes), bytes.length);
  }

  /// The files of an archive of old `docker save`.
  Map<String, byte[]> saved() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      names.add("layer" + i + "/layer.tar");
      files.put(names.getLast(), layers.get(i));
    }
    String configName = sha256(configuration()) + ".json";
    files.put(configName, configuration());
    files.put("manifest.json", manifest(configName, names));
    return files;
  }

  /// What `docker save` writes now: both.
  Map<String, byte[]> hybrid() {
    Map<String, byte[]> files = layout();
    List<String> names = layers.stream().map(layer -> "blobs/sha256/" + sha256(layer)).toList();
    files.put("manifest.json", manifest("blobs/sha256/" + sha256(configuration()), names));
    return files;
  }

  private static byte[] manifest(String config, List<String> layers) {
    return utf8(
        "[{\"Config\":\"%s\",\"RepoTags\":[\"a:b\"],\"Layers\":[%s]}]"
            .formatted(config, quoted(layers)));
  }

  byte[] configuration() {
    List<String> diffs = contents.stream().map(content -> "sha256:" + sha256(content)).toList();
    return utf8(
        "{\"architecture\":\"%s\",\"os\":\"linux\",\"config\":{%s},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
            .formatted(architecture, config, quoted(diffs)));
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
  }

  static Path directory(Map<String, byte[]> files, Path directory) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(byte[] bytes, Path file) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] archive(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

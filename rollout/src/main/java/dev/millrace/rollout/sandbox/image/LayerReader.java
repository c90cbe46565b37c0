package dev.millrace.rollout.sandbox.image;

import com.github.luben.zstd.ZstdIOException;
import dev.millrace.rollout.sandbox.tar.MalformedTarException;
import dev.millrace.rollout.sandbox.tar.TarEntry;
import dev.millrace.rollout.sandbox.tar.TarReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts layers into a tree, and checks that they are the ones that the image names.
final class LayerReader {
  private static final Logger LOG = LoggerFactory.getLogger(LayerReader.class);
  private static final String DELETED = ".wh.";
  private static final String BOOKKEEPING = ".wh..wh.";
  private static final String REPLACED = ".wh..wh..opq";

  private final Blobs blobs;
  private final RootTree tree;
  private final Budget budget;
  private long skipped;

  LayerReader(Blobs blobs, RootTree tree, Budget budget) {
    this.blobs = blobs;
    this.tree = tree;
    this.budget = budget;
  }

  /// Members left out so far: devices, named pipes, and names that are not UTF-8.
  long skipped() {
    return skipped;
  }

  /// @param label names the layer in messages
  void read(Layer layer, String label) throws IOException {
    String where = label + " (" + layer.blob() + ")";
    tree.beginLayer();
    Digest named = layer.digest();
    Digest content = layer.content();
    try (var raw =
            new MeasuredStream(
                blobs.open(layer.blob()), named == null ? "sha256" : named.algorithm());
        var plain =
            new MeasuredStream(
                new BoundedStream(Compression.decompressed(raw), budget),
                content == null ? "sha256" : content.algorithm())) {
      try {
        putAll(new TarReader(plain), content != null);
        plain.drain();
      } finally {
        // Also after a failure: bytes that are not the ones named are the better explanation.
        raw.drain();
        checkBlob(layer, raw);
      }
      if (content != null) {
        content.require("uncompressed (diff_id)", plain.digest());
      }
    } catch (BadImageException
        | MalformedTarException
        | EOFException
        | ZipException
        | ZstdIOException e) {
      throw new BadImageException(where + ": " + e.getMessage(), e);
    }
  }

  private void putAll(TarReader tar, boolean endIsChecked) throws IOException {
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      budget.entry();
      put(entry, tar);
    }
    if (!endIsChecked && !tar.isMarked()) {
      throw new BadImageException("the tar archive has no end marker: it was cut");
    }
  }

  private static void checkBlob(Layer layer, MeasuredStream raw) throws BadImageException {
    Long size = layer.sizeBytes();
    if (size != null && size != raw.length()) {
      throw new BadImageException("expected " + size + " bytes, found " + raw.length());
    }
    if (layer.digest() != null) {
      layer.digest().require("blob", raw.digest());
    }
  }

  private void put(TarEntry entry, TarReader tar) throws IOException {
    if (entry instanceof TarEntry.Unnameable(String name)) {
      skip(name, "its name or target is not UTF-8");
      return;
    }
    EntryPath path = EntryPath.parse(entry.name());
    if (!path.isRoot() && path.name().startsWith(DELETED)) {
      mark(path);
      return;
    }
    switch (entry) {
      case TarEntry.File(_, var attributes, long size) -> {
        budget.content(size);
        tree.file(path, attributes, tar.content(), size);
      }
      case TarEntry.Directory(_, var attributes) -> tree.directory(path, attributes);
      case TarEntry.SymbolicLink(_, var attributes, String target) ->
          tree.symbolicLink(path, attributes, target);
      case TarEntry.HardLink(_, String target) -> tree.hardLink(path, EntryPath.parse(target));
      case TarEntry.Pipe _, TarEntry.Device _ -> {
        tree.remove(path);
        skip(entry.name(), "it is a named pipe or a device");
      }
      case TarEntry.Unnameable _ -> throw new IllegalStateException("was skipped");
    }
  }

  private void mark(EntryPath path) throws IOException {
    if (path.name().equals(REPLACED)) {
      tree.opaque(path.parent());
    } else if (!path.name().startsWith(BOOKKEEPING)) {
      String deleted = path.name().substring(DELETED.length());
      if (deleted.isEmpty() || deleted.equals(".") || deleted.equals("..")) {
        throw new BadImageException("member '" + path + "' marks no file as deleted");
      }
      tree.whiteout(path.sibling(deleted));
    }
  }

  private void skip(String name, String why) {
    skipped++;
    LOG.atDebug()
        .setMessage("Leaving out a member of an image")
        .addKeyValue("path", name)
        .addKeyValue("why", why)
        .log();
  }
}

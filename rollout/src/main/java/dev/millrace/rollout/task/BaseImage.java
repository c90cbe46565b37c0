package dev.millrace.rollout.task;

import java.nio.file.Path;
import java.util.List;

/// What the steps of an environment go over.
public sealed interface BaseImage {
  /// Whatever the run has below all its sandboxes.
  record Any() implements BaseImage {}

  /// An image by name; where a run keeps no images, what it has below all its sandboxes instead.
  ///
  /// @param reference as registries name it, e.g. `python:3.12`
  record From(String reference) implements BaseImage {}

  /// An image by name, which is the whole environment: nothing stands for it.
  ///
  /// @param reference as registries name it
  record Prebuilt(String reference) implements BaseImage {}

  /// An image of this machine.
  ///
  /// @param reference that it was found under
  /// @param path an archive or a layout
  record Kept(String reference, Path path) implements BaseImage {}

  /// What a container engine builds of a Dockerfile, which is the whole environment.
  ///
  /// @param dockerfile its text
  /// @param context the directory that it is built with
  /// @param parents references that its stages start from, as far as its text tells
  /// @param digest SHA-256 (hex) of the text and the directory
  record Built(String dockerfile, Path context, List<String> parents, String digest)
      implements BaseImage {
    public Built {
      parents = List.copyOf(parents);
    }
  }

  /// What a person does so that an image is on this machine.
  static String howToKeep(String reference) {
    return "save it with `docker save "
        + reference
        + " -o FILE.tar` and name that file in sandbox.images, or save it as DIRECTORY/"
        + reference
        + ".tar and name the directory in sandbox.imageDirectory";
  }
}

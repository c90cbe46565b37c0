package dev.millrace.rollout.sandbox.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Where in an image a member belongs: names from the root down, none for the root itself. A
/// leading slash means nothing in an archive, as for every unpacker.
record EntryPath(List<String> names) {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 3800;

  EntryPath {
    names = List.copyOf(names);
  }

  /// @throws BadImageException when the name would leave the root, or no file can have it
  static EntryPath parse(String text) throws BadImageException {
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (name.equals("..")) {
        throw new BadImageException("member '" + shown(text) + "' has '..' in its name");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return check(text, names);
  }

  private static EntryPath check(String text, List<String> names) throws BadImageException {
    boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH;
    for (String name : names) {
      fits &= name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }
    if (!fits || text.indexOf('\0') >= 0) {
      throw new BadImageException(
          "member '"
              + shown(text)
              + "' has a name with a zero byte, of more than "
              + LONGEST_PATH
              + " bytes, or with a part of more than "
              + LONGEST_NAME);
    }
    return new EntryPath(names);
  }

  private static String shown(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  EntryPath parent() {
    return new EntryPath(names.subList(0, names.size() - 1));
  }

  String name() {
    return names.getLast();
  }

  EntryPath sibling(String name) {
    List<String> path = new ArrayList<>(names.subList(0, names.size() - 1));
    path.add(name);
    return new EntryPath(path);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}

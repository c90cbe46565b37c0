package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes task directories of rows.
///
/// @param out where one directory a row is written, named after its id
public record RowImport(RowFormat format, ImportOptions options, Path out) {

  /// What became of the rows.
  ///
  /// @param written in the order of the rows
  /// @param problems of rows that are left out, with what is wrong with each
  public record End(List<Path> written, List<String> problems) {
    public End {
      written = List.copyOf(written);
      problems = List.copyOf(problems);
    }
  }

  /// Writes every row that can be written; a directory that is there already is not touched.
  ///
  /// @param rows one JSON object each
  /// @throws TaskException when a directory cannot be written
  public End write(List<String> rows) throws InterruptedException {
    RowReader reader = RowReader.of(format, options);
    List<Path> written = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    int number = 0;
    for (String json : rows) {
      number++;
      try {
        ImportedTask task = reader.read(Row.of(json));
        Path directory = out.resolve(name(task.judging().grading().instance()));
        if (!seen.add(directory) || Files.exists(directory)) {
          throw new IllegalArgumentException(directory + " is there already");
        }
        write(task, directory);
        written.add(directory);
      } catch (IllegalArgumentException e) {
        problems.add("row " + number + instance(json) + ": " + e.getMessage());
      } catch (IOException e) {
        throw new TaskException(out + ": cannot be written: " + e);
      }
    }
    return new End(written, problems);
  }

  /// ` (ID)`, where the row says one.
  private static String instance(String json) {
    try {
      return Row.of(json).optional("instance_id").map(id -> " (" + id + ")").orElse("");
    } catch (IllegalArgumentException _) {
      // What is wrong with the row is told beside.
      return "";
    }
  }

  private void write(ImportedTask task, Path directory) throws IOException, InterruptedException {
    Optional<LocalRepository> repository =
        options.repositories().flatMap(all -> LocalRepository.in(all, task.start().repository()));
    // Renamed when it is whole: half a task is none.
    Path partial = out.resolve("." + directory.getFileName() + ".partial");
    Trees.delete(partial);
    try {
      new TaskWriter(format, task, partial).write(repository);
      Files.move(partial, directory);
    } finally {
      Trees.delete(partial);
    }
  }

  /// An id as a directory's name.
  static String name(String instance) {
    String name =
        instance.replace("/", "__").replace(":pr-", "-").replaceAll("[^A-Za-z0-9._+-]", "_");
    if (name.startsWith(".")) {
      throw new IllegalArgumentException("instance_id: " + instance + " is no name");
    }
    return name;
  }
}

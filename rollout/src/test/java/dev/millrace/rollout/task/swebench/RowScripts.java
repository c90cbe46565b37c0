package dev.millrace.rollout.task.swebench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Reads rows of SWE-bench on standard input for `check_rows.py`, and prints what becomes of each.
public final class RowScripts {
  private static final JsonMapper JSON = new JsonMapper();

  private RowScripts() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    RowReader reader = RowReader.of(RowFormat.SWE_BENCH, ImportOptions.NONE);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(made(reader.read(Row.of(line))));
    }
    out.flush();
  }

  private static ObjectNode made(ImportedTask task) {
    return JSON.createObjectNode()
        .put("script", task.judging().script())
        .put("parser", task.judging().grading().parser())
        .put("image", task.start().image());
  }
}

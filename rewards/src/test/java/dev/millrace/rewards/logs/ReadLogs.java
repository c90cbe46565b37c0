package dev.millrace.rewards.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.TestLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// For `check_log_parsers.py`: reads `PARSER<tab>FILE` from each line of stdin, and answers each
/// with a line of JSON; or tells the names of all readers.
final class ReadLogs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReadLogs() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length > 0) {
      LogParsers.names().forEach(out::println);
      return;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] request = line.split("\t", 2);
      out.println(answer(request[0], Files.readString(Path.of(request[1]))));
    }
  }

  private static ObjectNode answer(String parser, String log) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      TestLog read =
          LogParsers.named(parser)
              .orElseThrow(() -> new BrokenLogException("no reader is named " + parser))
              .read(log);
      ObjectNode tests = answer.put("closed", read.closed()).putObject("tests");
      read.tests().forEach(test -> tests.put(test.name(), test.status().name()));
    } catch (BrokenLogException e) {
      answer.put("broken", e.problem());
    }
    return answer;
  }
}

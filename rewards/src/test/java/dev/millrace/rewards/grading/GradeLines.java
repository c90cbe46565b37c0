package dev.millrace.rewards.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rewards.logs.LogParsers;
import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.harbor.GradingFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Grades lines of JSON on standard input for `check_grading.py`: each has `grading`, `markers`
/// and `log`.
public final class GradeLines {
  private static final JsonMapper JSON = new JsonMapper();

  private GradeLines() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(graded(JSON.readTree(line)));
    }
    out.flush();
  }

  private static ObjectNode graded(JsonNode one) {
    GradingSpec spec = GradingFile.read(one.get("grading").toString());
    Markers markers =
        one.get("markers").asText().equals("swe-smith") ? Markers.sweSmith() : Markers.sweBench();
    var region = spec.semantics().evidence().region();
    var parser = LogParsers.named(spec.parser()).orElseThrow();
    var reading = new LogReader(markers, region, parser).read(one.get("log").asText());
    return json(Grading.grade(spec, reading.results(), reading.facts()));
  }

  private static ObjectNode json(Report report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("resolution", report.resolution().name());
    for (Group group : Group.values()) {
      ObjectNode lists = node.putObject(group.name());
      put(lists.putArray("success"), report, group, Count.MET);
      put(lists.putArray("failure"), report, group, Count.BROKEN);
    }
    ArrayNode reasons = node.putArray("reasons");
    report.reasons().forEach(reason -> reasons.add(reason.kind().label()));
    return node;
  }

  private static void put(ArrayNode names, Report report, Group group, Count count) {
    report.names(group, count).forEach(names::add);
  }
}

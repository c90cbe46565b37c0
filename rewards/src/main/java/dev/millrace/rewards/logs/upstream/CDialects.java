package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// SWE-bench's readers of Redis' and doctest's runners, and of PHPUnit's.
final class CDialects {
  private static final Pattern REDIS =
      LineDialect.compile("\\[(ok|err|skip|ignore)\\]:\\s(.+?)(?:\\s\\(\\d+\\s*m?s\\))?");
  private static final Pattern IN_FILE = LineDialect.compile("\\s+in\\s+\\S+$");
  private static final Pattern SUITE = LineDialect.compile("(\\w.+) \\(.+\\)");
  private static final Pattern TEST = LineDialect.compile("\\s*([✔✘↩])\\s*(.*)");

  private CDialects() {}

  static TestLog redis(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      Matcher matcher = REDIS.matcher(line);
      if (line.length() <= Lines.MOST_CHARS_A_LINE && matcher.matches()) {
        String name = matcher.group(2);
        switch (matcher.group(1)) {
          case "ok" -> tally.add(name, Status.PASSED);
          case "err" -> tally.add(IN_FILE.matcher(name).replaceFirst(""), Status.FAILED);
          default -> tally.add(name, Status.SKIPPED);
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  static TestLog phpunit(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    // What upstream names the suite of a test that stands before any.
    String suite = "None";
    for (String line : PythonText.lines(log)) {
      if (line.length() > Lines.MOST_CHARS_A_LINE) {
        continue;
      }
      Matcher suites = SUITE.matcher(line);
      Matcher tests = TEST.matcher(line);
      if (line.endsWith(")") && suites.matches()) {
        suite = suites.group(1);
      } else if (tests.matches()) {
        Status status =
            switch (tests.group(1)) {
              case "✔" -> Status.PASSED;
              case "✘" -> Status.FAILED;
              default -> Status.SKIPPED;
            };
        tally.add(suite + " > " + tests.group(2), status);
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// The XML of doctest, which stands somewhere in the log: each part of a test, named
  /// `test > part`, passed where all its assertions did.
  static TestLog doctest(String log) throws BrokenLogException {
    Lines.checkLength(log);
    int start = log.indexOf("<doctest");
    int end = start < 0 ? -1 : log.indexOf("</doctest>", start);
    if (end < 0) {
      return new TestLog(Tally.lastWins().tests(), false);
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      String xml = log.substring(start, end + "</doctest>".length());
      return new TestLog(parts(factory.createXMLStreamReader(new StringReader(xml))).tests(), true);
    } catch (XMLStreamException e) {
      throw new BrokenLogException("the log's doctest element is not XML: " + e.getMessage());
    }
  }

  /// @param name of a part
  /// @param wrong assertions in it, and in the parts inside it
  private record Part(String name, int[] wrong) {}

  private static Tally parts(XMLStreamReader reader) throws XMLStreamException, BrokenLogException {
    Tally tally = Tally.lastWins();
    Deque<Part> open = new ArrayDeque<>();
    String test = "";
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "TestCase" -> test = reader.getAttributeValue(null, "name");
          case "SubCase" -> open.push(new Part(reader.getAttributeValue(null, "name"), new int[1]));
          case "Expression" -> {
            if (!"true".equals(reader.getAttributeValue(null, "success"))) {
              open.forEach(part -> part.wrong()[0]++);
            }
          }
          default -> {}
        }
      } else if (event == XMLStreamConstants.END_ELEMENT
          && reader.getLocalName().equals("SubCase")
          && !open.isEmpty()) {
        Part part = open.pop();
        tally.add(test + " > " + part.name(), part.wrong()[0] == 0 ? Status.PASSED : Status.FAILED);
      }
    }
    return tally;
  }
}

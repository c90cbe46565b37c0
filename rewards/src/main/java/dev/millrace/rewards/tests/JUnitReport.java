package dev.millrace.rewards.tests;

import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads JUnit XML: any number of suites, nested or not. A document type is refused, so entities
/// cannot grow and nothing outside is read.
final class JUnitReport {
  static final String FILE = "/logs/verifier/junit.xml";
  static final int LARGEST_BYTES = 8 << 20;
  private static final int MOST_TESTS = 100_000;

  private final XMLStreamReader reader;
  private final List<TestResult> results = new ArrayList<>();

  private JUnitReport(XMLStreamReader reader) {
    this.reader = reader;
  }

  /// The tests in the order of the file.
  ///
  /// @throws BrokenReportException when it is no such report
  static List<TestResult> read(byte[] xml) throws BrokenReportException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      try {
        JUnitReport report = new JUnitReport(reader);
        report.readAll();
        return report.results;
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new BrokenReportException(FILE + " is not XML: " + firstLine(e.getMessage()));
    }
  }

  private void readAll() throws XMLStreamException, BrokenReportException {
    boolean root = true;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw new BrokenReportException(FILE + " has a document type, which is refused");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (root && !reader.getLocalName().startsWith("testsuite")) {
          throw new BrokenReportException(
              FILE + " starts with <" + reader.getLocalName() + ">, not with <testsuite>");
        }
        root = false;
        if (reader.getLocalName().equals("testcase")) {
          add(readCase());
        }
      }
    }
  }

  private void add(TestResult result) throws BrokenReportException {
    if (results.size() == MOST_TESTS) {
      throw new BrokenReportException(FILE + " has more than " + MOST_TESTS + " tests");
    }
    results.add(result);
  }

  private TestResult readCase() throws XMLStreamException {
    String owner = reader.getAttributeValue(null, "classname");
    String name = reader.getAttributeValue(null, "name");
    String full = owner == null || owner.isEmpty() ? name : owner + "." + name;
    Status status = Status.PASSED;
    String message = null;
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        Status kind = status(reader.getLocalName());
        if (depth == 2 && kind != Status.PASSED && status == Status.PASSED) {
          status = kind;
          message = readMessage();
          depth--;
        }
      }
    }
    return new TestResult(String.valueOf(full), status, message);
  }

  private static Status status(String element) {
    return switch (element) {
      case "failure" -> Status.FAILED;
      case "error" -> Status.ERROR;
      case "skipped" -> Status.SKIPPED;
      default -> Status.PASSED;
    };
  }

  /// Leaves the reader at the element's end.
  private @Nullable String readMessage() throws XMLStreamException {
    String attribute = reader.getAttributeValue(null, "message");
    StringBuilder text = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {}
      }
    }
    return firstLine(attribute == null || attribute.isBlank() ? text.toString() : attribute);
  }

  static @Nullable String firstLine(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }
}

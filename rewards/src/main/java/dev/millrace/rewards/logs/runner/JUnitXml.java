package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads JUnit XML: any number of suites, nested or not. A document type is refused, so entities
/// cannot grow and nothing outside is read. A test is named `classname.name`, and
/// `name` where both are the same; a whole class that failed has no name but the class's.
public final class JUnitXml {
  private final XMLStreamReader reader;
  private final Tally tally = Tally.worstWins();

  private JUnitXml(XMLStreamReader reader) {
    this.reader = reader;
  }

  /// @param xml in the encoding that it declares
  /// @throws BrokenLogException when it is no such report, or only a part of one
  public static TestLog read(byte[] xml) throws BrokenLogException {
    return read(factory -> factory.createXMLStreamReader(new ByteArrayInputStream(xml)));
  }

  /// @throws BrokenLogException when it is no such report, or only a part of one
  static TestLog read(String xml) throws BrokenLogException {
    Lines.checkLength(xml);
    return read(factory -> factory.createXMLStreamReader(new StringReader(xml)));
  }

  private interface Opening {
    XMLStreamReader open(XMLInputFactory factory) throws XMLStreamException;
  }

  private static TestLog read(Opening opening) throws BrokenLogException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = opening.open(factory);
      try {
        JUnitXml report = new JUnitXml(reader);
        report.readAll();
        return new TestLog(report.tally.tests(), true);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new BrokenLogException("the JUnit report is not XML: " + problem(e));
    }
  }

  private static String problem(XMLStreamException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void readAll() throws XMLStreamException, BrokenLogException {
    boolean root = true;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw new BrokenLogException("the JUnit report has a document type, which is refused");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (root && !reader.getLocalName().startsWith("testsuite")) {
          throw new BrokenLogException(
              "the JUnit report starts with <"
                  + reader.getLocalName()
                  + ">, expected <testsuites> or <testsuite>");
        }
        root = false;
        if (reader.getLocalName().equals("testcase")) {
          readCase();
        }
      }
    }
  }

  private void readCase() throws XMLStreamException, BrokenLogException {
    String owner = reader.getAttributeValue(null, "classname");
    String name = String.valueOf(reader.getAttributeValue(null, "name"));
    String full = name(owner == null ? "" : owner, name);
    // CTest says it in an attribute.
    String said = String.valueOf(reader.getAttributeValue(null, "status"));
    Status rest = said.equals("disabled") || said.equals("notrun") ? Status.SKIPPED : Status.PASSED;
    boolean isTold = false;
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        Status kind = status();
        if (depth == 2 && kind != Status.PASSED) {
          tally.add(full, kind, readMessage());
          isTold = true;
          depth--;
        }
      }
    }
    if (!isTold) {
      tally.add(full, rest);
    }
  }

  private static String name(String owner, String name) {
    if (owner.isEmpty() || owner.equals(name)) {
      return name;
    }
    return name.isEmpty() ? owner : owner + "." + name;
  }

  /// Pytest writes what failed as expected as skipped, of a type of its own.
  private Status status() {
    return switch (reader.getLocalName()) {
      case "failure" -> Status.FAILED;
      case "error" -> Status.ERROR;
      case "skipped" ->
          "pytest.xfail".equals(reader.getAttributeValue(null, "type"))
              ? Status.XFAIL
              : Status.SKIPPED;
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
    return attribute == null || attribute.isBlank() ? text.toString() : attribute;
  }
}

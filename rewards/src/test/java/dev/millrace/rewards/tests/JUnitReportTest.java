package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class JUnitReportTest {
  private static List<TestResult> read(String xml) throws BrokenReportException {
    return JUnitReport.read(MemorySandboxes.bytes(xml));
  }

  @Test
  void everyKindOfResultIsRead() throws BrokenReportException {
    List<TestResult> results =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites><testsuite name="a">
              <properties><property name="failure" value="x"/></properties>
              <testcase classname="t.A" name="passes"><system-out>&lt;failure/&gt;</system-out></testcase>
              <testcase classname="t.A" name="fails"><failure message="1 != 2">trace</failure></testcase>
              <testcase classname="t.A" name="breaks"><error><![CDATA[
            KeyError: 'x'
            more]]></error><system-err/></testcase>
            </testsuite><testsuite name="b">
              <testcase name="left"><skipped/></testcase>
            </testsuite></testsuites>
            """);
    assertEquals(
        List.of(
            new TestResult("t.A.passes", Status.PASSED, null),
            new TestResult("t.A.fails", Status.FAILED, "1 != 2"),
            new TestResult("t.A.breaks", Status.ERROR, "KeyError: 'x'"),
            new TestResult("left", Status.SKIPPED, null)),
        results);
  }

  @Test
  void entitiesThatGrowAreRefused() {
    String laughs =
        """
        <?xml version="1.0"?>
        <!DOCTYPE testsuite [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
        <testsuite><testcase name="&d;"/></testsuite>
        """;
    String problem = assertThrows(BrokenReportException.class, () -> read(laughs)).problem();
    assertTrue(problem.contains("document type"), problem);
  }

  @Test
  void filesOfTheHostAreNotRead() {
    assertThrows(
        BrokenReportException.class,
        () ->
            read(
                "<!DOCTYPE t [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><testsuite><testcase"
                    + " name=\"a\"><failure>&x;</failure></testcase></testsuite>"));
  }

  @Test
  void otherDocumentsAndCutOnesAreRefused() {
    for (String xml :
        List.of(
            "", "no", "<html/>", "<testsuite><testcase name='a'>", "<testsuite>&x;</testsuite>")) {
      assertThrows(BrokenReportException.class, () -> read(xml), xml);
    }
  }

  @Property(tries = 300)
  void garbageIsReadOrRefused(@ForAll byte[] garbage) {
    assertThrows(BrokenReportException.class, () -> JUnitReport.read(garbage));
  }
}

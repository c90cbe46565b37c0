package dev.millrace.rewards.logs.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class JUnitXmlTest {
  private static List<TestResult> read(String xml) throws BrokenLogException {
    return JUnitXml.read(MemorySandboxes.bytes(xml)).tests();
  }

  @Test
  void everyKindOfResultIsRead() throws BrokenLogException {
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
              <testcase name="known"><skipped type="pytest.xfail" message="later"/></testcase>
            </testsuite></testsuites>
            """);
    assertEquals(
        List.of(
            new TestResult("t.A.passes", Status.PASSED, null),
            new TestResult("t.A.fails", Status.FAILED, "1 != 2"),
            new TestResult("t.A.breaks", Status.ERROR, "KeyError: 'x'"),
            new TestResult("left", Status.SKIPPED, null),
            new TestResult("known", Status.XFAIL, "later")),
        results);
  }

  /// So pytest writes a test that fails as expected, or is skipped, and whose fixtures then break.
  @Test
  void theWorstOfWhatATestHasCounts() throws BrokenLogException {
    List<TestResult> results =
        read(
            """
            <testsuite>
              <testcase name="known"><skipped type="pytest.xfail" message="later"/>
                <error message="teardown">trace</error></testcase>
              <testcase name="left"><skipped/><failure message="1 != 2"/></testcase>
              <testcase name="fails"><failure message="first"/><failure message="second"/></testcase>
            </testsuite>
            """);
    assertEquals(
        List.of(
            new TestResult("known", Status.ERROR, "teardown"),
            new TestResult("left", Status.FAILED, "1 != 2"),
            new TestResult("fails", Status.FAILED, "first")),
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
    String problem = assertThrows(BrokenLogException.class, () -> read(laughs)).problem();
    assertTrue(problem.contains("document type"), problem);
  }

  @Test
  void filesOfTheHostAreNotRead() {
    assertThrows(
        BrokenLogException.class,
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
      assertThrows(BrokenLogException.class, () -> read(xml), xml);
    }
  }

  @Property(tries = 300, seed = "123")
  void garbageIsReadOrRefused(@ForAll byte[] garbage) {
    assertThrows(BrokenLogException.class, () -> JUnitXml.read(garbage));
  }
}

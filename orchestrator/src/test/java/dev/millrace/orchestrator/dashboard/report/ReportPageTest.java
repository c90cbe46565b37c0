package dev.millrace.orchestrator.dashboard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportPageTest {
  private static final Pattern SCRIPT =
      Pattern.compile("(<script[^>]*>)(.*?)(</script>)", Pattern.DOTALL);
  private static final String EVIL =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

  @Test
  void pageIsWellFormed() throws ParserConfigurationException, IOException, SAXException {
    String html = SCRIPT.matcher(ReportPage.html(Sample.report("quickstart"))).replaceAll("$1$3");
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    assertEquals(6, page.getElementsByTagName("canvas").getLength());
    assertEquals(1, page.getElementsByTagName("noscript").getLength());
    assertEquals(
        "Millrace: quickstart", page.getElementsByTagName("title").item(0).getTextContent());
  }

  @Test
  void pageLoadsNothing() {
    String html = ReportPage.html(Sample.report("quickstart"));
    assertTrue(
        html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src"));
    assertFalse(html.contains("sourceMappingURL"));
    String own = SCRIPT.matcher(html).replaceAll("");
    for (String loading : new String[] {"http:", "https:", "src=", "href=", "url(", "@import"}) {
      assertFalse(own.contains(loading), loading);
    }
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    String html = ReportPage.html(Sample.report(EVIL));
    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("<img"));
    Matcher data = Pattern.compile("id=\"report\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertTrue(data.find());
    assertEquals(
        EVIL, new ObjectMapper().readTree(data.group(1)).path("run").path("name").textValue());
  }
}

package dev.millrace.orchestrator.dashboard.report;

import static dev.millrace.orchestrator.dashboard.report.Html.escaped;
import static dev.millrace.orchestrator.dashboard.report.Html.section;

import dev.millrace.orchestrator.dashboard.Units;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// `report.html`: one file that needs nothing else. Its content policy lets run no script but its
/// own and load nothing at all, so that no name in a report can do either.
final class ReportPage {
  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.js";
  private static final String SOURCE_MAP = "\n//# sourceMappingURL=";

  private ReportPage() {}

  static String html(RunReport report) {
    String library = library();
    String script = Resources.text("page.js");
    String title = escaped("Millrace: " + report.run().name());
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="%s" />
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s</main>
    <script type="application/json" id="report">%s</script>
    <script>%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(
            "default-src 'none'; style-src 'unsafe-inline'; script-src %s %s"
                .formatted(digest(library), digest(script)),
            title,
            Resources.text("page.css"),
            body(report),
            data(report),
            library,
            script);
  }

  private static String body(RunReport report) {
    RunReport.Totals totals = report.totals();
    RunReport.Run run = report.run();
    String head =
        "<h1>%s</h1>\n<p class=\"quiet\">%s tasks in %s groups, seed %d, took %s</p>\n"
            .formatted(
                escaped(run.name()),
                Units.count(totals.tasks()),
                Units.count(totals.groups()),
                run.seed(),
                Units.seconds(run.elapsedSeconds()));
    String figures =
        figure(Units.count(totals.episodes()), "episodes")
            + figure(Units.percent(totals.passRate()), "of " + totals.judged() + " judged passed")
            + figure(Units.score(report.all().meanTotal()), "mean reward")
            + figure(Units.brief(totals.sampledTokens()), "tokens sampled")
            + figure(Units.count(totals.turns()), "turns")
            + figure(Units.score(totals.episodesPerSecond()), "episodes per second");
    return head
        + "<div class=\"figures\">\n"
        + figures
        + "</div>\n<noscript><p>The charts need JavaScript; the tables below hold the same figures."
        + "</p></noscript>\n"
        + charts(report)
        + PageTables.all(report);
  }

  private static String charts(RunReport report) {
    boolean hasSeen = !report.failures().isEmpty() || !report.flags().isEmpty();
    return "<div class=\"charts\">\n"
        + chart("pass-rates", "Pass rate by family")
        + chart("scores", "Rewards")
        + chart("durations", "How long episodes took")
        + chart("progress", "Progress on the way")
        + (hasSeen ? chart("seen", "Failures and flags") : "")
        + chart("time", "Where the time goes")
        + "</div>\n";
  }

  private static String chart(String id, String title) {
    return section(
        title,
        "<div class=\"canvas\"><canvas id=\"%s\" role=\"img\" aria-label=\"%s\"></canvas></div>\n"
            .formatted(id, escaped(title)));
  }

  private static String figure(String value, String label) {
    return "<div class=\"figure\"><b>%s</b><span>%s</span></div>\n"
        .formatted(escaped(value), escaped(label));
  }

  /// JSON that cannot end the element it stands in.
  private static String data(RunReport report) {
    return ReportJson.text(report)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }

  /// The charting library, without the line that makes a browser look for its sources.
  private static String library() {
    String text = Resources.text(CHARTS);
    int end = text.lastIndexOf(SOURCE_MAP);
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static String digest(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

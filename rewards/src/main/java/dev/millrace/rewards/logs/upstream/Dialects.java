package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.upstream.PytestDialects.Release;
import java.util.HashMap;
import java.util.Map;

/// The readers of this package. What they have in common differs from upstream: a line over
/// [dev.millrace.rewards.logs.text.Lines#MOST_CHARS_A_LINE] is no result, where a pattern that
/// takes more than linear time would be tried on it. The names are those of SWE-bench 5; where
/// release 4 reads otherwise, its reader is `v4/` and the name.
public final class Dialects {
  /// By the names that rows have.
  public static final Map<String, LogParser> ALL = all();

  private Dialects() {}

  private static Map<String, LogParser> all() {
    Map<String, LogParser> all = new HashMap<>(PytestDialects.of(Release.FIVE));
    PytestDialects.of(Release.FOUR).forEach((name, parser) -> all.put("v4/" + name, parser));
    all.put("v4/parse_log_maven", JavaDialects::fourthMaven);
    all.put("v4/parse_log_gradle_custom", JavaDialects::fourthGradle);
    all.putAll(R2eDialect.ALL);
    all.putAll(LineDialects.ALL);
    all.putAll(RebenchDialects.ALL);
    all.put("parse_log_django", PythonDialects::django);
    all.put("parse_log_sympy", PythonDialects::sympy);
    all.put("parse_log_maven", JavaDialects::maven);
    all.put("parse_log_gradle_custom", JavaDialects::gradle);
    all.put("parse_log_minitest", JavaDialects::minitest);
    all.put("parse_log_carbon", JavascriptDialects::files);
    all.put("parse_log_react_pdf", JavascriptDialects::files);
    all.put("parse_log_grommet", JavascriptDialects::grommet);
    all.put("parse_log_karma", JavascriptDialects::karma);
    all.put("parse_log_highlightjs", JavascriptDialects::highlightjs);
    all.put("parse_log_chart_js", JavascriptDialects::chart);
    all.put("parse_log_marked", JavascriptDialects::marked);
    all.put("parse_log_redis", CDialects::redis);
    all.put("parse_log_doctest", CDialects::doctest);
    all.put("parse_log_phpunit", CDialects::phpunit);
    return Map.copyOf(all);
  }
}

package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Rating.Standing;
import dev.millrace.rollout.trajectory.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RatingJsonTest {
  private static Rating rating(Standing standing) {
    return new Rating(
        standing,
        new Rating.Setting("big", "r".repeat(64), 0.5, 100),
        new Rating.Prompt("You judge.", "\"quoted\"\n\uD83D\uDE00"),
        List.of(new Rating.Criterion("clear", 2, -1, 1), new Rating.Criterion("brief", 1, 0, 10)),
        List.of(
            new Rating.Repeat(
                "m-1", "ab", "d1", Map.of("clear", 0.5, "brief", 10.0), Map.of("no_json", 2)),
            new Rating.Repeat("m-2", "cd", "d2", Map.of("clear", -1.0, "brief", 0.0), Map.of())));
  }

  @ParameterizedTest
  @EnumSource(Standing.class)
  void aRatingIsReadAsItWasWritten(Standing standing) {
    Rating rating = rating(standing);
    assertEquals(rating, RatingJson.read(EpisodeJson.parse(RatingJson.of(rating))));
  }

  @ParameterizedTest
  @EnumSource(Standing.class)
  void aRowSaysWhetherAJudgeDecidedAlone(Standing standing) {
    Rating rating = rating(standing);
    Score score = new Score(rating.parts(), 1, "f", List.of(), List.of(), List.of(), rating);
    Row row = new Row(EpisodesTable.TABLE);
    EpisodeRows.putJudgement(row, new Judgement.Scored(score));
    assertEquals(standing == Standing.ALONE, row.bool("judged"));
    assertEquals(new Judgement.Scored(score), EpisodeRows.judgement(row));
  }

  @Test
  void theSpreadStandsThereForReadersThatComputeNothing() {
    String json = RatingJson.of(rating(Standing.BESIDE));
    assertTrue(json.contains("\"judge.brief\":0.5"), json);
  }
}

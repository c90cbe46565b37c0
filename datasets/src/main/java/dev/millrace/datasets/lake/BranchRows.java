package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.datasets.lake.table.NullableInts;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Branches to rows of [BranchesTable] and back, without loss.
final class BranchRows {
  private BranchRows() {}

  static List<Row> rows(ScoredTrajectory scored) {
    List<Row> rows = new ArrayList<>();
    for (Branch branch : scored.trajectory().branches()) {
      Row row = new Row(BranchesTable.TABLE).put("branch_index", rows.size());
      putEpisode(row, scored);
      putTurns(row, branch);
      putTokens(row, branch);
      rows.add(row);
    }
    return rows;
  }

  private static void putEpisode(Row row, ScoredTrajectory scored) {
    Episode episode = scored.trajectory().episode();
    Double reward =
        scored.judgement() instanceof Judgement.Scored(var score) ? (Double) score.total() : null;
    row.put("episode_id", episode.id().value())
        .put("task_id", episode.task().id().value())
        .put("group_id", episode.group().value())
        .put("family", episode.task().family())
        .put("reward", reward);
  }

  private static void putTurns(Row row, Branch branch) {
    List<Turn> turns = branch.turns();
    int n = turns.size();
    int[] calls = new int[n];
    boolean[] isSampled = new boolean[n];
    for (int i = 0; i < n; i++) {
      Integer call = turns.get(i).modelCall();
      isSampled[i] = call != null;
      calls[i] = call == null ? 0 : call;
    }
    row.put("turn_starts", turns.stream().mapToInt(Turn::start).toArray())
        .put("turn_ends", turns.stream().mapToInt(Turn::end).toArray())
        .put("turn_role", turns.stream().map(turn -> EventsJson.lower(turn.role())).toList())
        .put("turn_thinking_json", EpisodeJson.array(turns, EventsJson::fillThinking))
        .put("turn_model_call", new NullableInts(calls, isSampled))
        .put(
            "num_turns",
            (int) turns.stream().filter(turn -> turn.role() == Turn.Role.ASSISTANT).count());
  }

  private static void putTokens(Row row, Branch branch) {
    Tokens tokens = branch.tokens();
    boolean[] isSampled = tokens.sampled();
    byte[] reasons = tokens.maskReasons();
    int n = tokens.length();
    byte[] sampled = new byte[n];
    byte[] lossMask = new byte[n];
    int lossTokens = 0;
    for (int i = 0; i < n; i++) {
      sampled[i] = (byte) (isSampled[i] ? 1 : 0);
      lossMask[i] = (byte) (reasons[i] == MaskReason.TRAINED.code() ? 1 : 0);
      lossTokens += lossMask[i];
    }
    BranchId parent = branch.parent();
    row.put("branch_id", branch.id().value())
        .put("parent_branch_id", parent == null ? null : parent.value())
        .put("cause", EventsJson.lower(branch.origin().cause()))
        .put("fidelity", EventsJson.lower(branch.origin().fidelity()))
        .put("tokenizer_id", branch.tokenizer().id())
        .put("tokenizer_digest", branch.tokenizer().tokenizerDigest())
        .put("template_digest", branch.tokenizer().templateDigest())
        .put("num_tokens", n)
        .put("prompt_len", promptLength(isSampled))
        .put("num_loss_tokens", lossTokens)
        .put("loss_mask", lossMask)
        .put("mask_reason", reasons)
        .put("sampled", sampled)
        .put("version_spans_json", EpisodeJson.array(branch.versions(), EventsJson::fill))
        .put("weight_versions", versions(branch))
        .put("logprobs", tokens.logprobs())
        .put("token_ids", tokens.ids());
  }

  private static int promptLength(boolean[] isSampled) {
    int at = 0;
    while (at < isSampled.length && !isSampled[at]) {
      at++;
    }
    return at;
  }

  private static NullableInts versions(Branch branch) {
    boolean[] isSampled = branch.tokens().sampled();
    int[] values = new int[isSampled.length];
    boolean[] present = new boolean[isSampled.length];
    for (VersionSpan span : branch.versions()) {
      for (int i = span.start(); i < Math.min(span.end(), values.length); i++) {
        values[i] = span.version().version();
        present[i] = isSampled[i];
      }
    }
    return new NullableInts(values, present);
  }

  static Branch read(Row row) {
    byte[] sampled = row.bytes("sampled");
    boolean[] isSampled = new boolean[sampled.length];
    for (int i = 0; i < sampled.length; i++) {
      isSampled[i] = sampled[i] == 1;
    }
    String parent = row.stringOrNull("parent_branch_id");
    return new Branch(
        new BranchId(row.string("branch_id")),
        parent == null ? null : new BranchId(parent),
        new BranchOrigin(
            BranchCause.valueOf(row.string("cause").toUpperCase(Locale.ROOT)),
            Fidelity.valueOf(row.string("fidelity").toUpperCase(Locale.ROOT))),
        Tokens.of(
            row.ints("token_ids"),
            isSampled,
            row.bytes("mask_reason"),
            row.floatsOrNull("logprobs")),
        turns(row),
        EpisodeJson.items(row.string("version_spans_json"), EventsJson::versionSpan),
        new TokenizerRef(
            row.string("tokenizer_id"),
            row.string("tokenizer_digest"),
            row.string("template_digest")));
  }

  private static List<Turn> turns(Row row) {
    int[] starts = row.ints("turn_starts");
    int[] ends = row.ints("turn_ends");
    List<String> roles = row.strings("turn_role");
    NullableInts calls = row.nullableInts("turn_model_call");
    int[] values = calls.values();
    boolean[] present = calls.present();
    JsonNode thinking = EpisodeJson.parse(row.string("turn_thinking_json"));
    Turn[] turns = new Turn[starts.length];
    for (int i = 0; i < turns.length; i++) {
      Turn.Role role = Turn.Role.valueOf(roles.get(i).toUpperCase(Locale.ROOT));
      Integer call = present[i] ? (Integer) values[i] : null;
      turns[i] = new Turn(starts[i], ends[i], role, call, EventsJson.thinking(thinking.path(i)));
    }
    return Arrays.asList(turns);
  }
}

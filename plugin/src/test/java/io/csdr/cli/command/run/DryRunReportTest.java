package io.csdr.cli.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import io.csdr.engine.apply.PlanAction;
import io.csdr.engine.apply.PlanItem;
import io.csdr.engine.apply.RestorePlan;
import io.csdr.engine.apply.Wave;
import io.csdr.engine.rules.RewriteContext;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.request.ExistingPolicy;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunReportTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whatIsRefusedIsAnErrorWithItsReason() {
    ExitCode code =
        planned(
            new PlanAction.Create(),
            new PlanAction.Refuse(
                new Failure("configmaps shop/a", "NotServed", "nobody serves it", "install it")));

    assertThat(code).isEqualTo(ExitCode.PARTIAL);
    assertThat(text(err)).contains("error: configmaps shop/a: nobody serves it — install it\n");
    assertThat(text(out).lines())
        .containsExactly("create configmaps shop/a", "refuse configmaps shop/a");
  }

  @Test
  void whatDoesNotComeBackSaysWhyOnItsLine() {
    ExitCode code =
        planned(
            new PlanAction.Skip("it is done"),
            new PlanAction.Leave("u", List.of("/data/k: 1 instead of 2", "/data/l: no")),
            new PlanAction.Fill("u", false),
            new PlanAction.Fill("u", true));

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).doesNotContain("error");
    assertThat(text(out).lines())
        .containsExactly(
            "skip configmaps shop/a: it is done",
            "leave configmaps shop/a: it differs: /data/k: 1 instead of 2; /data/l: no",
            "leave configmaps shop/a: it is there and keeps its data",
            "replace configmaps shop/a");
  }

  private ExitCode planned(PlanAction... actions) {
    ObjectRef ref = new ObjectRef("", "configmaps", "shop", "a");
    List<PlanItem> items =
        Arrays.stream(actions)
            .map(action ->
                new PlanItem("path", ref, ref, "uid", new PlanItem.Stage(Wave.CUSTOM, 0), action))
            .toList();
    Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err, Ttys.NONE);
    ExitCode code =
        new DryRunReport(terminal)
            .planned(new RestorePlan(items, RewriteContext.PLAIN, ExistingPolicy.NONE));
    terminal.finish();
    return code;
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

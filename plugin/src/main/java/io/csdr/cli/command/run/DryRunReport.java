package io.csdr.cli.command.run;

import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Terminal;
import io.csdr.engine.apply.ApplyResult;
import io.csdr.engine.apply.PlanAction;
import io.csdr.engine.apply.PlanItem;
import io.csdr.engine.apply.RestorePlan;
import io.csdr.model.Failure;
import java.util.List;

/// Tells what a restore would do: a line for each object, with the reason where it does not come back, and
/// why what is refused is refused.
record DryRunReport(Terminal terminal) {

  /// Tells of a plan that nobody was asked about.
  ExitCode planned(RestorePlan plan) {
    List<Failure> refusals = plan.refusals();
    failures(refusals);
    plan.items().forEach(item -> terminal.tell(line(item)));
    terminal.say("(dry run: nothing was changed)");
    return code(refusals);
  }

  /// Tells what the API server said.
  ExitCode pretended(ApplyResult result) {
    failures(result.failures());
    terminal.tell(
        result.created()
            + " objects created, "
            + result.updated()
            + " updated, "
            + result.unchanged()
            + " unchanged (server dry run)");
    return code(result.failures());
  }

  private static String line(PlanItem item) {
    String line = item.action().word() + " " + item.target();
    return switch (item.action()) {
      case PlanAction.Skip(String reason) -> line + ": " + reason;
      case PlanAction.Leave(String _, List<String> differences) ->
          line + ": it differs: " + String.join("; ", differences);
      case PlanAction.Fill(String _, boolean replaces) ->
          replaces ? line : line + ": it is there and keeps its data";
      case PlanAction.Create _ -> line;
      case PlanAction.Update _ -> line;
      case PlanAction.Replace _ -> line;
      case PlanAction.Unchanged _ -> line;
      case PlanAction.Refuse _ -> line;
    };
  }

  private void failures(List<Failure> failures) {
    failures.forEach(failure -> terminal.error(failure.line()));
  }

  private static ExitCode code(List<Failure> failures) {
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
  }
}

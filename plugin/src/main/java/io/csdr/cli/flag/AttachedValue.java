package io.csdr.cli.flag;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// For flags whose value may be left out: as with kubectl, a value counts only behind `=`, so the next
/// word is never taken for one.
public final class AttachedValue implements IParameterPreprocessor {
  @Override
  @SuppressWarnings("JdkObsolete") // the type is picocli's
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
    if (" ".equals(info.get("separator")) && flag instanceof OptionSpec option) {
      words.push(option.fallbackValue());
    }
    return false;
  }
}

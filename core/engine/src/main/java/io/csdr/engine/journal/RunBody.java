package io.csdr.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;

/// What a run writes down about itself before it does anything: which process it is, and what was asked
/// of it, so that it can be told apart, cancelled and asked again.
public record RunBody(ProcessMark process, JsonNode request) {}

package dev.holdfast.engine;

import java.util.SortedMap;

/**
 * The result of sharing a state.
 *
 * @param revision the state's revision after the call
 * @param owner the principal that owns it now
 * @param grants what other principals may do now
 * @param replayed whether the command was a retry of one carried out before
 */
public record Shared(long revision, String owner, SortedMap<String, Access> grants, boolean replayed) {}

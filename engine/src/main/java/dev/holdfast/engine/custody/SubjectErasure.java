package dev.holdfast.engine.custody;

/**
 * What was done to erase a subject.
 *
 * @param erased how many states were erased
 * @param unshared of how many states of others its access was ended
 * @param left how many states could not be erased, such as a run that another one waits for
 * @param audited how many entries of it were removed from the audit log
 */
public record SubjectErasure(long erased, long unshared, long left, long audited) {}

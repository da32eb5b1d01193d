package dev.holdfast.engine;

/**
 * How large things may become. Exceeding one is a failure with code {@code limit} and changes nothing.
 *
 * @param documentBytes a document in canonical form
 * @param valueBytes one key's value in canonical form
 * @param commandBytes one command's arguments in canonical form
 * @param depth nesting of a document, itself being 1
 * @param keys keys of a document
 * @param statesPerPrincipal open states of one owner
 */
public record Limits(int documentBytes, int valueBytes, int commandBytes, int depth, int keys, int statesPerPrincipal) {
    public static final Limits DEFAULT = new Limits(4 << 20, 1 << 20, 1 << 20, 64, 50_000, 100_000);
}

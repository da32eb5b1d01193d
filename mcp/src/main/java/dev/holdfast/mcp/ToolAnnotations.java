package dev.holdfast.mcp;

/**
 * Hints about a tool's behaviour. Only values that differ from the protocol's defaults (not read-only, destructive, not
 * idempotent, open world) are sent, since every byte of a tool list costs tokens of the model.
 *
 * @param readOnly it changes nothing; the next two have no meaning then
 * @param destructive it may overwrite or delete
 * @param idempotent calling again with the same arguments has no further effect
 * @param openWorld it reaches beyond the server
 */
public record ToolAnnotations(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** Reads only, and only from this server. */
    public static final ToolAnnotations READ_ONLY = new ToolAnnotations(true, false, true, false);
}

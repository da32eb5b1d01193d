package dev.holdfast.mcp;

/** The result of one step of reading a resource: its contents, or a request for input from the client. */
public sealed interface ResourceOutcome permits ResourceContents, Outcome.InputRequired {}

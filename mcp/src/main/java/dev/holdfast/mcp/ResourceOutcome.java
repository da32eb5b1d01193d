package dev.holdfast.mcp;

/** What a step of reading a resource came to: its contents, or a question to the client first. */
public sealed interface ResourceOutcome permits ResourceContents, Outcome.InputRequired {}

package dev.holdfast.mcp;

/** The result of one step of a prompt: its messages, or a request for input from the client. */
public sealed interface PromptOutcome permits PromptResult, Outcome.InputRequired {}

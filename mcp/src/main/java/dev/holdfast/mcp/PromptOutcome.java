package dev.holdfast.mcp;

/** What a step of a prompt came to: its messages, or a question to the client first. */
public sealed interface PromptOutcome permits PromptResult, Outcome.InputRequired {}

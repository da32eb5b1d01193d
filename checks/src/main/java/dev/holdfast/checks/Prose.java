package dev.holdfast.checks;

/**
 * A piece of text that people read: a comment, a string literal, or a text of Markdown.
 *
 * @param line where it begins, from 1
 */
record Prose(int line, String text) {}

package dev.holdfast.cli.attach;

/** What settings are written in. */
enum Syntax {
    JSON,
    /** JSON with comments, and with commas after the last of a list. */
    JSONC,
    TOML,
    YAML
}

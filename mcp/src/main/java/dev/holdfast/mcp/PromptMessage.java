package dev.holdfast.mcp;

/** A message of a prompt, with one block of content. */
public record PromptMessage(Role role, Content content) {
    /** The speaker of the message. */
    public enum Role {
        /** The user. */
        USER("user"),
        /** The model. */
        ASSISTANT("assistant");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        /** The role as it is written on the wire. */
        public String text() {
            return text;
        }
    }

    /** A text of the user. */
    public static PromptMessage user(String text) {
        return user(Content.text(text));
    }

    /** A content block of the user. */
    public static PromptMessage user(Content content) {
        return new PromptMessage(Role.USER, content);
    }

    /** A text of the model. */
    public static PromptMessage assistant(String text) {
        return new PromptMessage(Role.ASSISTANT, Content.text(text));
    }
}

package dev.holdfast.mcp;

/** A message of a prompt, with one block of content. */
public record PromptMessage(Role role, Content content) {
    /** Who is to have said it. */
    public enum Role {
        /** The person. */
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

    /** Words of the person. */
    public static PromptMessage user(String text) {
        return user(Content.text(text));
    }

    /** Something the person shows. */
    public static PromptMessage user(Content content) {
        return new PromptMessage(Role.USER, content);
    }

    /** Words of the model. */
    public static PromptMessage assistant(String text) {
        return new PromptMessage(Role.ASSISTANT, Content.text(text));
    }
}

/** States as values of Java types, by Jackson 3. */
module dev.holdfast.jackson {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.holdfast.jackson;

    provides dev.holdfast.engine.typed.ValueMapper with
            dev.holdfast.jackson.JacksonMapper;
}

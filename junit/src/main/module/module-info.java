/** Tests of what uses Holdfast: a store of its own for each, and a clock that stands still. */
module dev.holdfast.junit {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;

    exports dev.holdfast.junit;
}

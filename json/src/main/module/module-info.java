/** JSON values, a strict parser, the canonical form, pointers, patches and differences. */
module dev.holdfast.json {
    requires static transitive org.jspecify;
    requires org.pcollections;
    requires tools.jackson.core;

    exports dev.holdfast.json;
}

/** A store in a folder of JSON Lines. */
module dev.holdfast.store.file {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;

    exports dev.holdfast.store.file;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.store.file.FileProvider;
}

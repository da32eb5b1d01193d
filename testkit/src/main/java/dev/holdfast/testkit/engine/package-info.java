/**
 * The promises of the engine as suites that run on every store, since a store can break each of these promises. Start
 * at {@link dev.holdfast.testkit.engine.EngineContract}. After each test the logs are replayed.
 */
@NullMarked
package dev.holdfast.testkit.engine;

import org.jspecify.annotations.NullMarked;

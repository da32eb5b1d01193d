/**
 * What the engine promises, as suites that are run on every store, since a store can break each of these promises.
 * Entrance: {@link dev.holdfast.testkit.engine.EngineContract}. After each test the logs are replayed.
 */
@NullMarked
package dev.holdfast.testkit.engine;

import org.jspecify.annotations.NullMarked;

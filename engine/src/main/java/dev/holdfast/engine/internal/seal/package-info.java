/**
 * Encryption at rest: how bodies are sealed and opened, and the keys for it. Sealing is a step of encoding, before the
 * hash, so that the chain stands on what is stored and can be checked without any key.
 *
 * <p>The entrances are {@link dev.holdfast.engine.internal.seal.Sealing} and
 * {@link dev.holdfast.engine.internal.seal.Keyring}.
 *
 * <p>Never sees an event or an image: it is given bytes, and a header that they belong to.
 */
@NullMarked
package dev.holdfast.engine.internal.seal;

import org.jspecify.annotations.NullMarked;

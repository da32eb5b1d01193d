package dev.holdfast.engine;

/**
 * What is known of the vault that has the keys of an encrypted store. Nothing in it is secret.
 *
 * @param id its identity, which the store names
 * @param masterKey the id of the master key that opens it
 * @param generation how often all states were given new keys
 */
public record Vault(String id, String masterKey, int generation) {}

/**
 * The resource server of OAuth 2.1 for the protocol layer: access tokens that are signed JWTs. A module of its own
 * because it brings a JOSE library that servers over stdio, or with API keys only, do not need.
 */
@NullMarked
package dev.holdfast.auth;

import org.jspecify.annotations.NullMarked;

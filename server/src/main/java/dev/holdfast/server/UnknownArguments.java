package dev.holdfast.server;

import dev.holdfast.engine.NearestName;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of arguments that a tool does not have. One is refused if leaving it out could matter: if its name is
 * near one that the tool has, or if it guards, times or identifies a change, in whichever words. Any other was added by
 * the host and not by the model; it is left out of account, and the answer says so.
 *
 * <p>Names are compared without regard to case, {@code _} and {@code -}.
 */
final class UnknownArguments {
    /** Names that hosts are known to add to every call: Gemini CLI, n8n, Cline, SiYuan. */
    private static final Set<String> OF_HOSTS =
            names("wait_for_previous toolCallId sessionId action chatInput task_progress _sessionID");

    /** What others call the guards of a change: it is to be made only if something holds, or not really. */
    private static final Set<String> GUARDS = names("""
        if_revision if_rev revision rev version expected_revision expected_rev expected_version expected_value
        expected expect expect_revision expect_version base_revision base_version current_revision current_version
        last_revision last_version last_seen_revision known_revision previous_revision previous_version
        previous_value prev_revision prev_version old_value parent_revision at_revision since_revision
        if_version if_match if_none_match if_modified_since if_unmodified_since if_unchanged if_unchanged_since
        if_absent if_present if_exists if_not_exists if_missing if_equals if_value if_empty if
        only_if only_if_revision only_if_version only_if_unchanged only_if_absent only_if_exists only_if_missing
        only_when when where unless condition conditions conditional precondition preconditions requires assert
        guard match matches test cas compare compare_and_set compare_and_swap check_and_set optimistic
        optimistic_lock etag lock lock_id lock_token lock_version lease lease_id lease_token fence fencing_token
        token must_exist must_not_exist create_only create_if_missing update_only no_overwrite overwrite upsert
        confirm confirmed confirmation require_confirmation needs_approval dry_run simulate simulated preview
        validate_only check_only test_only plan_only no_op atomic transaction transactional\
        """);

    /** What others call the time of a change, or how long it lasts. */
    private static final Set<String> TIMES = names("""
        ttl ttl_seconds ttl_ms ttl_millis time_to_live expires expires_at expires_in expires_after expire expire_at
        expire_in expire_after expiry expiration expiration_time expiration_seconds valid_until valid_for max_age
        idle_ttl lifetime keep_for retention delay delay_seconds delay_ms delayed delay_until defer deferred
        run_at run_in run_after execute_at execute_after perform_at apply_at apply_after effective_at
        effective_from schedule scheduled schedule_at schedule_for schedule_in scheduled_at scheduled_for
        scheduled_time not_before not_after start_at start_after after before at deadline until cancel\
        """);

    /** What others call the id by which a repetition is known to be the same change. */
    private static final Set<String> IDENTITIES = names("""
        op op_id operation_id idempotency_key idempotency_id idempotency_token idempotent_key idempotent
        idempotence_key request_id request_key request_token client_request_id client_request_token client_token
        client_mutation_id client_operation_id command_id mutation_id change_id write_id transaction_id
        transaction_key txn_id tx_id retry_id retry_key retry_token retry_of dedup_id dedup_key dedupe_id
        dedupe_key dedup_token deduplication_id deduplication_key nonce unique_key unique_id\
        """);

    /** Hosts add a few. Each is compared with every name that the tool has. */
    private static final int MOST = 64;

    private static final int MOST_TOLD = 8;
    private static final int LONGEST_TOLD = 64;

    private final String tool;
    private final Set<String> known;
    private final boolean changing;
    private final List<String> left = new ArrayList<>();

    /** @param changing whether the call changes something */
    UnknownArguments(String tool, Set<String> known, boolean changing) {
        this.tool = tool;
        this.known = known;
        this.changing = changing;
    }

    /**
     * Leaves an argument out of account.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if that could matter, or there are too many
     */
    void leaveOut(String name, Json value) {
        if (left.size() == MOST) {
            throw Refusal.invalid(
                    shown(name), "there are more than " + MOST + " arguments that `" + tool + "` has not");
        }
        String plain = NearestName.plain(name);
        if (!OF_HOSTS.contains(plain)) {
            Optional<String> meant = NearestName.of(name, known);
            if (meant.isPresent()) {
                throw refused(name, "; the nearest is `" + meant.get() + "`");
            } else if (changing && !(value instanceof JsonNull)) {
                refuseIfItMatters(name, plain);
            }
        }
        left.add(shown(name));
    }

    /** The names of those that were left out: the first {@value #MOST_TOLD} of them. */
    List<String> leftOut() {
        return left.subList(0, Math.min(left.size(), MOST_TOLD));
    }

    private void refuseIfItMatters(String name, String plain) {
        if (GUARDS.contains(plain)) {
            throw refused(name, ", and a guard cannot be left out" + instead("if_revision", " guards a change"));
        } else if (TIMES.contains(plain)) {
            throw refused(
                    name, ", and a time cannot be left out" + instead("ttl", " lets keys expire", "delay", " delays"));
        } else if (IDENTITIES.contains(plain)) {
            throw refused(name, ", and an id cannot be left out" + instead("op", " identifies a change"));
        }
    }

    /** Which arguments of the tool are for that purpose: names, each followed by what it does. */
    private String instead(String... named) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < named.length; i += 2) {
            if (known.contains(named[i])) {
                text.append(text.isEmpty() ? "; " : ", ")
                        .append('`')
                        .append(named[i])
                        .append('`')
                        .append(named[i + 1]);
            }
        }
        return text.isEmpty() ? "; nothing was done" : text.toString();
    }

    private RuntimeException refused(String name, String why) {
        String shown = shown(name);
        return Refusal.invalid(shown, "`" + tool + "` has no argument `" + shown + "`" + why);
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_TOLD ? name : name.substring(0, LONGEST_TOLD) + "…";
    }

    private static Set<String> names(String words) {
        return Set.of(Stream.of(words.split("\\s+", -1))
                .map(NearestName::plain)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toArray(String[]::new));
    }
}

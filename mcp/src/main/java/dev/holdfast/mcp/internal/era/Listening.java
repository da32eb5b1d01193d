package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.Listener;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.task.TaskListening;
import dev.holdfast.mcp.internal.task.Tasks;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code subscriptions/listen} from its acknowledgement to its end. The listener is registered before the
 * acknowledgement is written, and the same thread writes its changes afterwards: no change is missed, and none precedes
 * the acknowledgement.
 */
final class Listening {
    private final Announcements announcements;
    private final Request request;
    private final Call call;
    private final Listener listener = new Listener();
    private final Set<ChangeKind> lists = EnumSet.noneOf(ChangeKind.class);
    private final Set<String> uris = Collections.synchronizedSet(new LinkedHashSet<>());
    private final @Nullable TaskListening tasks;

    /** @param tasks null if the server has no tasks */
    Listening(Announcements announcements, @Nullable Tasks tasks, Request request, Call call) {
        this.announcements = announcements;
        this.tasks = tasks == null ? null : new TaskListening(tasks, request, call);
        this.request = request;
        this.call = call;
    }

    /** Sends changes to the client until the flight is asked to end. */
    void run() throws InterruptedException {
        JsonObject wishes = request.params().object("notifications");
        if (wishes == null) {
            throw McpException.invalidParams("params.notifications must be an object");
        }
        Holder holder = call.flight().holder();
        Shares.Taken addresses = holder == null ? null : holder.addresses(wished(wishes));
        try {
            listen(wishes);
        } finally {
            if (addresses != null) {
                addresses.close();
            }
        }
    }

    /** How many addresses the client wishes to listen to, whether it may or not. */
    private static int wished(JsonObject wishes) {
        return size(wishes.get(ChangeKind.RESOURCE.wish())) + size(wishes.get(TaskListening.WISH));
    }

    private static int size(@Nullable Json wish) {
        return wish instanceof JsonArray array ? array.size() : 0;
    }

    private void listen(JsonObject wishes) throws InterruptedException {
        readLists(wishes);
        readUris(wishes);
        if (tasks != null) {
            tasks.read(wishes);
        }
        call.flight().onEnd(listener::end);
        listener.onWithdrawal(this::withdraw);
        try {
            announcements.listen(listener, lists);
            for (String uri : List.copyOf(uris)) {
                announcements.listen(listener, uri, call.caller());
            }
            call.flight().send(acknowledgement());
            if (tasks != null) {
                tasks.begin();
            }
            listener.tell(call.flight()::send, request.id());
        } finally {
            if (tasks != null) {
                tasks.end();
            }
            announcements.leave(listener, List.copyOf(uris));
        }
    }

    /** The stream ends if nothing is left to listen to. */
    private void withdraw(String uri) {
        uris.remove(uri);
        if (uris.isEmpty() && lists.isEmpty() && (tasks == null || tasks.isEmpty())) {
            call.flight().end();
        }
    }

    private void readLists(JsonObject wishes) {
        for (ChangeKind list : announcements.lists()) {
            Json wish = wishes.get(list.wish());
            if (wish instanceof JsonBoolean wanted && wanted.value()) {
                lists.add(list);
            } else if (wish != null && !(wish instanceof JsonBoolean)) {
                throw McpException.invalidParams("params.notifications." + list.wish() + " must be a boolean");
            }
        }
    }

    /**
     * Resources that the caller may not listen to are left out of the acknowledgement, like those that do not exist.
     */
    private void readUris(JsonObject wishes) throws InterruptedException {
        Json wish = wishes.get(ChangeKind.RESOURCE.wish());
        if (wish == null) {
            return;
        }
        if (!(wish instanceof JsonArray array) || array.size() > LegacySession.MAX_SUBSCRIPTIONS) {
            throw invalidUris();
        }
        for (Json item : array) {
            if (!(item instanceof JsonString uri)) {
                throw invalidUris();
            }
            if (announcements.admits(uri.value(), call)) {
                uris.add(uri.value());
            }
        }
    }

    private static McpException invalidUris() {
        return McpException.invalidParams("params.notifications.resourceSubscriptions must be an array of at most "
                + LegacySession.MAX_SUBSCRIPTIONS + " strings");
    }

    private JsonObject acknowledgement() {
        JsonObject.Builder honoured = JsonObject.builder();
        lists.forEach(list -> honoured.put(list.wish(), true));
        if (!uris.isEmpty()) {
            honoured.put(
                    ChangeKind.RESOURCE.wish(),
                    JsonArray.copyOf(List.copyOf(uris).stream().map(Json::of).toList()));
        }
        if (tasks != null) {
            tasks.acknowledge(honoured);
        }
        JsonObject params = JsonObject.builder()
                .put("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, request.id()))
                .put("notifications", honoured.build())
                .build();
        return Message.notification("notifications/subscriptions/acknowledged", params);
    }
}

package dev.holdfast.mcp.internal.wire;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.internal.wire.Message.Notification;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subscriptions/listen|{'notifications':{'toolsListChanged':null,'taskIds':null}}|{'notifications':{}}",
                "initialize|{'capabilities':{'roots':null,'sampling':{'tools':null}}}|{'capabilities':{'sampling':{}}}",
                "tools/call|{'arguments':null,'_meta':null}|{}",
                "tools/call|{'arguments':{'a':null,'b':{'c':null}}}|{'arguments':{'a':null,'b':{'c':null}}}",
                "prompts/get|{'arguments':{'a':null}}|{'arguments':{}}",
                "tasks/update|{'inputResponses':{'a':{'content':null},'b':null}}|{'inputResponses':{'a':{}}}",
                "tools/call|{'inputResponses':{'a':{'b':{'x':null}}}}|{'inputResponses':{'a':{'b':{'x':null}}}}"
            })
    void params_haveNoMembersThatAreNullButWhereTheyAreNotTheProtocolsOwn(String method, String sent, String kept) {
        JsonObject call = JsonObject.of("jsonrpc", Json.of("2.0"), "method", Json.of(method));
        JsonObject told = call.with("params", Json.parse(json(sent)));
        assertThat(((Notification) Message.of(told)).params()).isEqualTo(Json.parse(json(kept)));
        assertThat(((Request) Message.of(told.with("id", Json.of(1)))).params()).isEqualTo(Json.parse(json(kept)));
    }

    @Test
    void answer_mayHaveAMethodThatIsNull() {
        Message answer = Message.of(
                Json.parse(json("{'jsonrpc':'2.0','id':'s-1','method':null,'params':null,'result':{},'error':null}")));
        assertThat(answer).isInstanceOf(Response.class);
    }
}

package dev.holdfast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads and durable writes over HTTP beside the echo server, in turns, by the same generator. */
final class HttpBench {
    private static final int STATES = 1_000;
    private static final int READERS = 32;
    private static final int WRITERS = 128;
    private static final String DOCUMENT = """
            {"user_preferences":{"theme":"dark","language":"en","notifications":true},"visits":0,\
            "cart":[{"sku":"a-1","quantity":2},{"sku":"b-7","quantity":1}],"note":"the quick brown fox"}""";

    private final Setting setting;

    HttpBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException, InterruptedException {
        int port = Setting.freePort();
        var product = setting.serve(port, setting.freshStore());
        try (var calls = new Calls(port)) {
            var handles = open(calls);
            compare(report, calls, port, new Case("state_read", READERS, handles, "{\"handle\":\"%s\"}", 0.7, false));
            long written = compare(
                    report,
                    calls,
                    port,
                    new Case(
                            "state_write",
                            WRITERS,
                            handles,
                            "{\"handle\":\"%s\",\"increment\":{\"visits\":1}}",
                            0.45,
                            true));
            report.fact("acknowledged writes", written);
            report.fact("increments in the store afterwards", visits(calls, handles));
            report.fact("resident memory of the server, MiB", Math.round(product.residentMiB()));
        } finally {
            product.terminate();
        }
    }

    private record Case(
            String tool, int connections, List<String> handles, String arguments, double bar, boolean durable) {
        Workload workload(int port) {
            return new Workload(handles.stream()
                    .map(handle -> Workload.post(port, tool, Calls.body(tool, arguments.formatted(handle))))
                    .toList());
        }
    }

    private static List<String> open(Calls calls) throws IOException, InterruptedException {
        var handles = new ArrayList<String>();
        for (int i = 0; i < STATES; i++) {
            var opened = calls.call("state_open", "{\"name\":\"bench/%d\",\"data\":%s}".formatted(i, DOCUMENT));
            handles.add(opened.string("handle"));
        }
        return List.copyOf(handles);
    }

    /** Measures product and echo in turns; answers the calls the product acknowledged, all of them. */
    private long compare(Report report, Calls calls, int port, Case the) throws IOException, InterruptedException {
        String answer = calls.response(
                the.tool(), the.arguments().formatted(the.handles().getFirst()));
        long acknowledged = 1;
        var products = new ArrayList<Load>();
        var echoes = new ArrayList<Load>();
        try (var echo = setting.echo()) {
            echo.send("1");
            echo.send("/mcp");
            int echoPort = Integer.parseInt(echo.ask(answer));
            for (int round = 0; round < setting.rounds(); round++) {
                echoes.add(load(echoPort, the));
                products.add(load(port, the));
                acknowledged += products.getLast().answered();
            }
        }
        report.http(the.tool(), the.connections(), Load.median(products), Load.median(echoes), the.bar());
        if (the.durable()) {
            report.library(
                    "SQLite: `%s` over HTTP, %d connections".formatted(the.tool(), the.connections()),
                    Load.median(products).perSecond(),
                    "raw grouped rows",
                    LibraryBench.raw(setting, DurableStore.DEFAULT, the.connections()),
                    0.7);
        }
        return acknowledged;
    }

    private Load load(int port, Case the) throws IOException {
        return LoadGenerator.run(port, the.connections(), the.workload(port), setting.warmUp(), setting.measured());
    }

    private static long visits(Calls calls, List<String> handles) throws IOException, InterruptedException {
        long sum = 0;
        for (String handle : handles) {
            var data = calls.call("state_read", "{\"handle\":\"%s\",\"keys\":[\"visits\"]}".formatted(handle))
                    .object("data");
            var visits = data == null ? null : data.number("visits");
            sum += visits == null ? 0 : visits.exactLong().orElse(0);
        }
        return sum;
    }
}

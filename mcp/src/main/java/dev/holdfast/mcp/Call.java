package dev.holdfast.mcp;

/** A request context over a flight. */
record Call(
        Flight flight, ProtocolVersion version, ClientCapabilities clientCapabilities, Progress progress, ClientLog log)
        implements RequestContext {
    @Override
    public Caller caller() {
        return flight.caller();
    }

    @Override
    public boolean isCancelled() {
        return flight.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        flight.onCancel(action);
    }
}

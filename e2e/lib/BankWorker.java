import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Worker;
import dev.holdfast.json.Json;

/** Charges cards until its input ends: BankWorker ADDRESS. Prints `works` when it does. */
final class BankWorker {
    public static void main(String[] args) throws Exception {
        try (Holdfast holdfast = Holdfast.open(args[0]);
                Worker worker = holdfast.as(Principal.local("default"))
                        .runs()
                        .worker()
                        .handle("bank.charge", step -> Json.of("receipt-" + step.attempt()))
                        .start()) {
            System.out.println("works");
            while (System.in.read() >= 0) {
                // Nothing is sent but the end.
            }
        }
    }
}

package dev.holdfast.cli.tour;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.server.LocalTools;
import java.io.PrintWriter;
import java.util.List;

/**
 * Plays the tour's chapters, in order, on one store. A step that fails does not end the tour; it is reported at the
 * end.
 */
public final class Tour {
    private final String address;
    private final Class<?> program;
    private final String version;
    private final Narrator narrator;

    /**
     * A tour of the store at this address, told to a terminal.
     *
     * @param program the main class, for servers in processes of their own
     * @param version of the program, which servers tell their clients
     */
    public Tour(Class<?> program, String address, String version, PrintWriter out) {
        this.program = program;
        this.address = address;
        this.version = version;
        this.narrator = new Narrator(out);
    }

    /** Whether every step was as expected. */
    public boolean play() throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open(address)) {
            LocalTools tools = LocalTools.of(holdfast, Principal.local("tour"));
            List<Chapter> chapters = List.of(
                    new StatefulToolChapter(),
                    new ManyAtOnceChapter(address),
                    new CrashChapter(program, address),
                    new HistoryChapter(),
                    new ForkChapter(),
                    new ObserverChapter(),
                    new ProtocolChapter(holdfast, version));
            for (Chapter chapter : chapters) {
                narrator.chapter(chapter.title());
                chapter.play(new Guide(tools, narrator));
            }
        }
        return narrator.sayGoodbye();
    }

    /** A group of steps. */
    interface Chapter {
        String title();

        void play(Guide guide) throws InterruptedException;
    }
}

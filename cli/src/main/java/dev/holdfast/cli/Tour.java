package dev.holdfast.cli;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.server.LocalTools;
import java.io.PrintWriter;
import java.util.List;

/**
 * Plays the tour's chapters, in order, on one store. A step that fails does not end the tour; it is reported at the
 * end.
 */
final class Tour {
    private final String address;
    private final Narrator narrator;

    Tour(String address, PrintWriter out) {
        this.address = address;
        this.narrator = new Narrator(out);
    }

    /** Whether every step was as expected. */
    boolean play() throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open(address)) {
            LocalTools tools = LocalTools.of(holdfast, Principal.local("tour"));
            List<Chapter> chapters = List.of(
                    new StatefulToolChapter(),
                    new ManyAtOnceChapter(address),
                    new CrashChapter(address),
                    new HistoryChapter(),
                    new ForkChapter(),
                    new ObserverChapter(),
                    new ProtocolChapter(holdfast));
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

package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes all figures and prints them: {@code Main ROOT SCRATCH SECONDS ROUNDS [library]}; started by {@code bench/run}.
 */
final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var setting =
                new Setting(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        var report = new Report();
        report.fact("processors", Runtime.getRuntime().availableProcessors());
        report.fact("JDK", Runtime.version());
        report.fact("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        report.fact("file system", Files.getFileStore(setting.scratch()).type());
        SyncBench.run(setting, report);
        new LibraryBench(setting).run(report);
        new CommitterBench(setting).run(report);
        new EncryptionBench(setting).run(report);
        new ProcessBench(setting).run(report);
        new SizeBench(setting).run(report);
        new ManyStatesBench(setting).run(report);
        new OpenRunsBench(setting).run(report);
        if (args.length < 5) {
            new HttpBench(setting).run(report);
            new StrangerBench(setting).run(report);
            new EmptyToolBench(setting).run(report);
            new AloneBench(setting).run(report);
            new StartBench(setting).run(report);
            new HostsBench(setting).run(report);
        }
        report.print(System.out);
    }
}

package io.github.kws4j.cli;

import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code kws}: the command line. */
@Command(
        name = "kws",
        description = "Detects words in sound.",
        versionProvider = Kws.Version.class,
        subcommands = {
            ClassifyCommand.class,
            ListenCommand.class,
            DevicesCommand.class,
            RecordCommand.class,
            EnrollCommand.class,
            EvaluateCommand.class,
            CalibrateCommand.class,
            DataCommand.class,
            InfoCommand.class,
            BenchCommand.class,
            StudioCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Exit status: 0; 1 where an input was broken, nothing was detected or a check failed; 2 for wrong usage.",
            "Example: the word in a recording",
            "  kws classify examples/clips/yes.wav"
        })
public final class Kws {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    private boolean version;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "show where a failure comes from")
    private boolean verbose;

    private Kws() {}

    /**
     * Runs the command that the arguments name.
     *
     * @param arguments {@code --help} lists them
     */
    public static void main(String[] arguments) {
        Program.run(commandLine(), arguments);
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Kws());
        ServiceLoader.load(Subcommand.class).forEach(line::addSubcommand);
        if (!line.getSubcommands().containsKey("train")) {
            line.addSubcommand(new TrainingElsewhere());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(true);
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "kws " + Objects.requireNonNullElse(Kws.class.getPackage().getImplementationVersion(), "unpacked")
            };
        }
    }
}

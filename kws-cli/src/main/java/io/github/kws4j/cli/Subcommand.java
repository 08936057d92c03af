package io.github.kws4j.cli;

import java.util.concurrent.Callable;

/**
 * A command of {@code kws} that another module brings, annotated with picocli's {@code Command}; found through {@link
 * java.util.ServiceLoader}. It returns the exit status.
 */
public interface Subcommand extends Callable<Integer> {}

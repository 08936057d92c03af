package io.github.kws4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds the provider of a service by the rule that {@link KeywordBackend} states. */
final class Providers<S> {
    private static final int MOST_BROKEN = 16;

    private final Class<S> service;
    private final ToIntFunction<S> priority;
    private final List<String> broken = new ArrayList<>();

    Providers(Class<S> service, ToIntFunction<S> priority) {
        this.service = service;
        this.priority = priority;
    }

    /** The best provider; {@code otherwise} says in the error what is missing. */
    S best(String otherwise) {
        ClassLoader own = service.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        var found = of(own);
        if (found.isEmpty() && context != null && context != own) {
            found = of(context);
        }
        return found.stream()
                .max(Comparator.comparingInt(priority)
                        .thenComparing(provider -> provider.getClass().getName(), Comparator.reverseOrder()))
                .orElseThrow(() -> new ModelException(
                        otherwise + (broken.isEmpty() ? "" : "; found but not usable: " + String.join("; ", broken))));
    }

    /** A provider that can't be made, or is one of another copy of kws4j, is passed over. */
    private List<S> of(@Nullable ClassLoader loader) {
        var found = new ArrayList<S>();
        var providers = ServiceLoader.load(service, loader).iterator();
        while (broken.size() < MOST_BROKEN) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        return found;
    }
}

package io.github.kws4j.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds what a class path adds: first as the library's own class loader sees it, then what the thread's adds to that.
 */
final class Services {
    private static final int MOST_BROKEN = 16;

    private Services() {}

    static <T> List<T> all(Class<T> service) {
        var found = new ArrayList<T>();
        addAll(ServiceLoader.load(service, service.getClassLoader()), found);
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            addAll(ServiceLoader.load(service, context), found);
        }
        return found;
    }

    /** Passes over a provider that can't be made, or that is one of another copy of the library. */
    private static <T> void addAll(ServiceLoader<T> services, List<T> found) {
        var providers = services.iterator();
        for (int broken = 0; broken < MOST_BROKEN; ) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                T provider = providers.next();
                if (found.stream().noneMatch(known -> known.getClass() == provider.getClass())) {
                    found.add(provider);
                }
            } catch (ServiceConfigurationError e) {
                broken++;
            }
        }
    }
}

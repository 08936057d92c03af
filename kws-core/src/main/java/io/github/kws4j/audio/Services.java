package io.github.kws4j.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds what a service's class path adds: as the thread's class loader sees it, else as the library's own does. */
final class Services {
    private Services() {}

    static <T> List<T> all(Class<T> service) {
        List<T> found = new ArrayList<>();
        ServiceLoader.load(service).forEach(found::add);
        if (found.isEmpty()) {
            ServiceLoader.load(service, service.getClassLoader()).forEach(found::add);
        }
        return found;
    }
}

package io.github.kws4j.cli.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium on the page, with a file as its microphone. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Warns of each browser that is newer than the driver. */
    private static final Logger CHATTER = Logger.getLogger("org.openqa.selenium.devtools");

    private static final String FIND = "return [...document.querySelectorAll('button, input, select, a')].find((e) => "
            + "(e.getAttribute('aria-label') || (e.labels && e.labels[0] || e).textContent).trim() === arguments[0])";

    private static final String TOO_WIDE = "return document.documentElement.scrollWidth <= arguments[0] ? [] : "
            + "[...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > arguments[0])"
            + ".map((e) => e.outerHTML.slice(0, 80))";

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts a browser; the test is skipped where there is none.
     *
     * @param microphone read from its start whenever the microphone is opened
     */
    static Browser withMicrophone(Path microphone) {
        return start(List.of(
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-audio-capture=" + microphone));
    }

    /** Starts a browser that has a microphone but doesn't allow it. */
    static Browser withMicrophoneDenied() {
        Browser browser = start(List.of("--use-fake-device-for-media-stream"));
        browser.driver.executeCdpCommand(
                "Browser.setPermission", Map.of("permission", Map.of("name", "microphone"), "setting", "denied"));
        return browser;
    }

    private static Browser start(List<String> arguments) {
        CHATTER.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(
                program("chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb");
        options.addArguments(arguments);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Path program(String... names) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "no " + names[0] + " on the path");
        return found.orElseThrow();
    }

    void open(URI page) {
        driver.get(page.toString());
        waitFor("#status", "Ready.");
    }

    /** Opens a page beside those that are open, and gives its name. */
    String openBeside(URI page) {
        driver.switchTo().newWindow(WindowType.WINDOW);
        open(page);
        return window();
    }

    String window() {
        return driver.getWindowHandle();
    }

    void turnTo(String window) {
        driver.switchTo().window(window);
    }

    /** A control by its accessible name, once it is there. */
    WebElement control(String name) {
        var found = new AtomicReference<WebElement>();
        waitUntil(
                () -> {
                    found.set((WebElement) script(FIND, name));
                    return found.get() != null
                            && found.get().getAccessibleName().equals(name);
                },
                "a control '" + name + "'");
        return found.get();
    }

    void click(String name) {
        waitUntil(
                () -> {
                    WebElement control = control(name);
                    script("arguments[0].scrollIntoView({ block: 'center' })", control);
                    control.click();
                    return true;
                },
                "to click '" + name + "'");
    }

    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    void waitFor(String selector, String part) {
        waitUntil(() -> text(selector).contains(part), "'" + part + "' in " + selector);
    }

    void waitUntil(BooleanSupplier condition, String expected) {
        try {
            new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                    .ignoring(StaleElementReferenceException.class)
                    .until(anything -> condition.getAsBoolean());
        } catch (TimeoutException e) {
            throw new AssertionError("expected " + expected + " but the page shows:\n" + text("body") + console(), e);
        }
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Drags with the mouse from the middle of an element. */
    void drag(String selector, int right, int down) {
        WebElement element = driver.findElement(By.cssSelector(selector));
        new Actions(driver)
                .moveToElement(element)
                .clickAndHold()
                .moveByOffset(right, down)
                .release()
                .perform();
    }

    /** Chooses files as a person does, without the system's dialogue. */
    void choose(String name, Path... files) {
        control(name).sendKeys(Stream.of(files).map(Path::toString).collect(Collectors.joining("\n")));
    }

    /** Takes a picture of the whole page as a screen of this width would show it. */
    void picture(Path file, int width, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        metrics(width, 900);
        long high = ((Number) script("return document.documentElement.scrollHeight")).longValue();
        assertThat((List<?>) script(TOO_WIDE, width))
                .as("what is wider than a screen of %d pixels", width)
                .isEmpty();
        metrics(width, high);
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private void metrics(int width, long height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        script("if (listening) drawScores(listening)");
    }

    /** What the pages wrote to the console since the last call. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}

package dev.rouse.jmh.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps each chart as a file of its own too, so that other pages can show it. */
public final class Pictures {
  private final Path folder;

  /**
   * Makes the folder, if it is not there.
   *
   * @param folder where the files are written to
   */
  public Pictures(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Writes a chart to a file.
   *
   * @param name the file's, without {@code .svg}
   * @param svg the chart
   * @return the chart, to be put into the page
   */
  String keep(String name, String svg) throws IOException {
    Files.writeString(folder.resolve(name + ".svg"), svg);
    return svg;
  }
}

package dev.rouse.jmh.bench.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Writes charts as pictures of a few kilobytes. XChart's SVG output draws each letter as an outline
 * and is ten times as large.
 */
final class Png {
  /** For screens with more than one pixel to a point. */
  private static final double SCALE = 1.5;

  private static final int COLORS = 256;

  /** Of a color's channel: 15 of them are 255. */
  private static final int STEP = 17;

  private Png() {}

  /** Writes a chart. */
  static void write(Chart<?, ?> chart, Path file) throws IOException {
    int width = (int) (chart.getWidth() * SCALE);
    int height = (int) (chart.getHeight() * SCALE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    if (!ImageIO.write(withFewColors(image), "png", file.toFile())) {
      throw new IOException(file + ": this JDK writes no PNG");
    }
  }

  /**
   * Rounds colors, of which smooth edges have many; an index into 256 of them is a third as long.
   */
  private static BufferedImage withFewColors(BufferedImage image) {
    Map<Integer, Integer> indices = new LinkedHashMap<>();
    byte[] pixels = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < pixels.length; i++) {
      int color = rounded(image.getRGB(i % image.getWidth(), i / image.getWidth()));
      pixels[i] = indices.computeIfAbsent(color, key -> indices.size()).byteValue();
    }
    if (indices.size() > COLORS) {
      return image;
    }
    int[] colors = indices.keySet().stream().mapToInt(Integer::intValue).toArray();
    BufferedImage indexed =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE));
    indexed.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), pixels);
    return indexed;
  }

  private static int rounded(int rgb) {
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int channel = (rgb >> shift) & 0xff;
      result |= ((channel + STEP / 2) / STEP * STEP) << shift;
    }
    return result;
  }
}

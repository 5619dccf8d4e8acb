package dev.rouse.samples;

// Step 14: a folder of pictures is converted, two at a time. New: jobs that read and write files,
// and one that fails: it says which file it was, and the others go on.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Makes small, grey pictures of large ones, turned to the right. */
final class Sample14Images {
  private static final int AT_ONCE = 2; // a picture needs much memory, so not all at once
  private static final int PICTURES = 3;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 200;
  private static final double SCALE = 0.25;
  private static final String FORMAT = "png";

  record Picture(Path file) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("rouse-pictures");
    try {
      paint(folder);
      convertAll(folder);
    } finally {
      delete(folder);
    }
  }

  private static void convertAll(Path folder) throws IOException, InterruptedException {
    Path target = Files.createDirectory(folder.resolve("small"));
    try (WorkerPool<Picture, String> pool =
        WorkerPool.<Picture, String>builder(() -> (picture, job) -> convert(picture, target))
            .workers(AT_ONCE)
            .name("converter")
            .start()) {
      for (JobFuture<String> future : pool.invokeAll(pictures(folder))) {
        System.out.println(
            future.isCompletedExceptionally()
                ? future.exceptionNow().getMessage()
                : future.resultNow());
      }
    }
  }

  private static List<Picture> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().map(Picture::new).toList();
    }
  }

  private static String convert(Picture picture, Path target) throws IOException {
    Path name = picture.file().getFileName();
    BufferedImage large = ImageIO.read(picture.file().toFile());
    if (large == null) {
      throw new IOException(name + " is not a picture");
    }
    BufferedImage small = change(large);
    ImageIO.write(small, FORMAT, target.resolve(name).toFile());
    return "%s: %d x %d, colours: %d"
        .formatted(
            name, small.getWidth(), small.getHeight(), small.getColorModel().getNumComponents());
  }

  private static BufferedImage change(BufferedImage large) {
    // A quarter turn to the right, and back into view.
    AffineTransform turn = AffineTransform.getTranslateInstance(large.getHeight() * SCALE, 0);
    turn.quadrantRotate(1);
    turn.scale(SCALE, SCALE);
    BufferedImage small =
        new AffineTransformOp(turn, AffineTransformOp.TYPE_BILINEAR).filter(large, null);
    BufferedImage grey =
        new BufferedImage(small.getWidth(), small.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    return new ColorConvertOp(null).filter(small, grey);
  }

  /** Makes some pictures, and one file that is none. */
  private static void paint(Path folder) throws IOException {
    for (int number = 1; number <= PICTURES; number++) {
      BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < WIDTH; x++) {
        for (int y = 0; y < HEIGHT; y++) {
          picture.setRGB(x, y, number * x * y);
        }
      }
      ImageIO.write(picture, FORMAT, folder.resolve("picture" + number + ".png").toFile());
    }
    Files.writeString(folder.resolve("broken.png"), "only a text");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
// @end
